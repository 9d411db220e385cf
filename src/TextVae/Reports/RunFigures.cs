using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TextVae.Reports;

/// <summary>The figures of runs under their names in `evaluate --json`.</summary>
public static class RunFigures
{
    private static readonly JsonSerializerOptions Names = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Every figure that is a number, in its order, and what the doctor measured after them.</summary>
    public static IReadOnlyDictionary<string, double> Of(RunReport run)
    {
        var figures = new OrderedDictionary<string, double>();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(run.Figures, Names)!.AsObject())
        {
            if (value is JsonValue number && Read(number) is { } figure)
                figures[name] = figure;
        }

        foreach (var (name, error) in run.Figures.StandardErrors ?? new Dictionary<string, double>())
            figures[$"{name}_error"] = error;

        if (run.Examination.Use is { } use)
            (figures["latent_gain"], figures["latent_gain_error"]) = (use.Gain, use.GainError);
        return figures;
    }

    /// <summary>A figure as a table shows it, with its standard error where there is one.</summary>
    /// <param name="figures">The figures of a run.</param>
    /// <param name="name">Which.</param>
    /// <returns>A dash where the run has none of that name.</returns>
    public static string Shown(IReadOnlyDictionary<string, double> figures, string name)
    {
        if (!figures.TryGetValue(name, out var value))
            return Numbers.None;
        var text = Number(value);
        return figures.TryGetValue($"{name}_error", out var error) ? $"{text} ± {Number(error)}" : text;
    }

    // What is not finite is a text in JSON.
    private static double? Read(JsonValue number) => number.TryGetValue<double>(out var figure) ? figure
        : number.TryGetValue<string>(out var name) && double.TryParse(name, CultureInfo.InvariantCulture, out var other) && !double.IsFinite(other) ? other
        : null;

    private static string Number(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e15 ? Numbers.Count((long)value) : Numbers.Text(value);
}
