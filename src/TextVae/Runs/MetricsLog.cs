using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextVae.Evaluation;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>
/// `metrics.jsonl`: a line for every step ("kind": "train"), every evaluation ("kind": "valid"), and for going back
/// ("kind": "rollback"). It is the source of every plot.
/// </summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly StreamWriter _writer;

    /// <summary>Opens the log to go on from a state; what came later, and a line that was cut off, goes away.</summary>
    public MetricsLog(string path, RunState state)
    {
        if (File.Exists(path))
        {
            var kept = File.ReadLines(path).TakeWhile(line => IsOf(state, line)).ToArray();
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
    /// <param name="record">What it did.</param>
    /// <param name="skipped">Steps skipped so far.</param>
    public void Add(StepRecord record, long skipped)
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
        if (record.IsSkipped)
            line["skipped_steps"] = skipped;
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

    /// <summary>Adds that after a step the parameters are those of an earlier one again.</summary>
    public void AddRollback(long step, long to, double learningRate) => _writer.WriteLine(new JsonObject
    {
        ["kind"] = "rollback",
        ["step"] = step,
        ["to_step"] = to,
        ["learning_rate"] = learningRate,
    }.ToJsonString());

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    // JSON has no infinities: a figure that is not finite is null in the log.
    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    // An evaluation that a checkpoint does not know of is made again.
    private static bool IsOf(RunState state, string line)
    {
        try
        {
            var members = JsonNode.Parse(line);
            return members?["step"]?.GetValue<long>() is { } step
                && step <= ((string?)members["kind"] == "valid" ? state.EvaluatedStep : state.Step);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
