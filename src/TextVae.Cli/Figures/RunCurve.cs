using System.Text.Json;

namespace TextVae.Cli.Figures;

/// <summary>What the metrics of a run say of the validation split.</summary>
/// <param name="Name">What to call the run in a legend.</param>
/// <param name="Steps">The steps of its evaluations.</param>
/// <param name="Bound">nll_bound at each of them, nats a sentence.</param>
/// <param name="Kl">KL at each of them, nats a sentence.</param>
/// <param name="ConditionalPerplexity">perplexity_conditional at each of them.</param>
internal sealed record RunCurve(string Name, double[] Steps, double[] Bound, double[] Kl, double[] ConditionalPerplexity)
{
    /// <summary>Reads the evaluations in a `metrics.jsonl`.</summary>
    /// <exception cref="DataException">It is damaged.</exception>
    public static RunCurve Read(string name, string metrics)
    {
        try
        {
            return ReadLines(name, metrics);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DataException(
                $"'{metrics}' is damaged: {exception.Message} Resume the run, which takes out what cannot be read.", exception);
        }
    }

    private static RunCurve ReadLines(string name, string metrics)
    {
        var (steps, bound, kl, perplexity) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var line in File.ReadLines(metrics))
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.GetProperty("kind").GetString() != "valid")
                continue;
            steps.Add(root.GetProperty("step").GetDouble());
            bound.Add(Number(root, "nll_bound"));
            kl.Add(Number(root, "kl"));
            perplexity.Add(Number(root, "perplexity_conditional"));
        }

        return new RunCurve(name, [.. steps], [.. bound], [.. kl], [.. perplexity]);
    }

    // What was not finite is null in the log, and a gap in the curve.
    private static double Number(JsonElement line, string figure) =>
        line.GetProperty(figure) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN;
}
