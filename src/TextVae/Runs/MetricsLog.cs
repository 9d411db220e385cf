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
    private const int LongestLine = 1 << 20;

    private readonly string _path;
    private readonly FileStream _stream;

    /// <summary>
    /// Opens the log to go on after a state; lines of later steps and evaluations, and a line that was cut off, go away.
    /// </summary>
    /// <exception cref="TextVaeException">It cannot be written.</exception>
    public MetricsLog(string path, RunState state)
    {
        _path = path;
        MissingSteps = state.Step;
        if (File.Exists(path))
        {
            AtomicFile.Write(path, stream =>
            {
                foreach (var (line, kind) in RegularFile.ReadLines(path, LongestLine).Select(line => (line, KindOf(line, state))))
                {
                    if (kind is not null)
                        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
                    MissingSteps -= kind == "train" ? 1 : 0;
                }
            });
        }

        try
        {
            // Without a buffer, a line is handed over at once and whole, and a full disk is told of the line that hits it.
            _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            FolderEntries.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _stream?.Dispose();
            throw WriteFailure.Of(path, exception);
        }
    }

    /// <summary>Steps of the state for which the log had no line; none, unless somebody has damaged it.</summary>
    public long MissingSteps { get; private set; }

    /// <summary>Puts all lines on the disk, so that a checkpoint never knows more than the log.</summary>
    /// <exception cref="TextVaeException">They cannot be written.</exception>
    public void Flush() => Guarded(() => _stream.Flush(flushToDisk: true));

    /// <summary>Adds a step.</summary>
    /// <param name="record">What it did.</param>
    /// <param name="skipped">Steps skipped so far.</param>
    public void Add(StepRecord record, long skipped) => Write(Line(record, skipped));

    /// <summary>Adds an evaluation on the validation split.</summary>
    public void Add(long step, EvaluationReport report) => Write(Line(step, report));

    /// <summary>The line of a step.</summary>
    internal static JsonObject Line(StepRecord record, long skipped)
    {
        var line = new JsonObject { ["kind"] = "train", ["step"] = record.Step, ["epoch"] = record.Epoch };
        line["loss"] = Number(record.Loss);
        foreach (var term in record.Terms)
        {
            line[term.Name] = Number(term.Value);
            line[term.Name + "_weight"] = Number(term.Weight);
        }

        if (record.Moved != MovedPart.All)
            line["moved"] = ChoiceName.Of(record.Moved);
        line["gradient_norm"] = Number(record.GradientNorm);
        line["learning_rate"] = Number(record.LearningRate);
        line["sentences"] = record.Sentences;
        line["tokens"] = record.Tokens;
        line["seconds"] = Math.Round(record.Seconds, 4);
        if (record.SumSeconds is { } sum)
            line["sum_seconds"] = Math.Round(sum, 4);
        if (record.IsSkipped)
            line["skipped_steps"] = skipped;
        return line;
    }

    /// <summary>The line of an evaluation.</summary>
    internal static JsonObject Line(long step, EvaluationReport report)
    {
        var line = new JsonObject { ["kind"] = "valid", ["step"] = step };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(report, RunJsonLines.Default.EvaluationReport)!.AsObject())
            line[name] = Finite(value);
        return line;
    }

    /// <summary>Adds that after a step the parameters are those of an earlier one again.</summary>
    public void AddRollback(long step, long to, double learningRate) => Write(new JsonObject
    {
        ["kind"] = "rollback",
        ["step"] = step,
        ["to_step"] = to,
        ["learning_rate"] = learningRate,
    });

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Write(JsonObject line) => Guarded(() => _stream.Write(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n")));

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(_path, exception);
        }
    }

    private static JsonNode? Finite(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Finite(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Finite)]),
        JsonValue figure when figure.TryGetValue<double>(out var number) => Number(number),
        _ => null,
    };

    // JSON has no infinities: a figure that is not finite is null in the log.
    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>The kind of a line that is to be kept; null for one that is not.</summary>
    private static string? KindOf(string line, RunState state)
    {
        try
        {
            var parsed = JsonNode.Parse(line);
            var kind = parsed?["kind"]?.GetValue<string>();
            return parsed?["step"]?.GetValue<long>() <= (kind == "valid" ? state.EvaluatedStep : state.Step) ? kind : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
