using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextVae.Evaluation;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>
/// `metrics.jsonl`: a line for every step ("kind": "train") and every evaluation ("kind": "valid"). It is the source of
/// every plot.
/// </summary>
internal sealed class MetricsLog : IDisposable
{
    private const int LongestLine = 1 << 20;

    private readonly StreamWriter _writer;

    /// <summary>Opens the log to go on after a step; lines of later steps, and a line that was cut off, go away.</summary>
    public MetricsLog(string path, long lastStep)
    {
        if (File.Exists(path))
        {
            var kept = RegularFile.ReadLines(path, LongestLine).TakeWhile(line => StepOf(line) is { } step && step <= lastStep).ToArray();
            AtomicFile.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
                foreach (var line in kept)
                    writer.Write(line + "\n");
            });
        }

        _writer = new StreamWriter(path, append: true, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Adds a step.</summary>
    public void Add(StepRecord record)
    {
        var line = new JsonObject { ["kind"] = "train", ["step"] = record.Step, ["epoch"] = record.Epoch };
        line["loss"] = Number(record.Loss);
        foreach (var term in record.Terms)
        {
            line[term.Name] = Number(term.Value);
            line[term.Name + "_weight"] = Number(term.Weight);
        }

        line["gradient_norm"] = Number(record.GradientNorm);
        line["sentences"] = record.Sentences;
        line["tokens"] = record.Tokens;
        line["seconds"] = Math.Round(record.Seconds, 4);
        _writer.WriteLine(line.ToJsonString());
    }

    /// <summary>Adds an evaluation on the validation split.</summary>
    public void Add(long step, EvaluationReport report)
    {
        var line = new JsonObject { ["kind"] = "valid", ["step"] = step };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(report, RunJsonLines.Default.EvaluationReport)!.AsObject())
            line[name] = value is JsonValue figure && figure.TryGetValue<double>(out var number) ? Number(number) : null;
        _writer.WriteLine(line.ToJsonString());
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    // JSON has no infinities: a figure that is not finite is null in the log.
    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static long? StepOf(string line)
    {
        try
        {
            return JsonNode.Parse(line)?["step"]?.GetValue<long>();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
