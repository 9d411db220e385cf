using System.Text.Json;

namespace TextVae.Runs;

/// <summary>What `metrics.jsonl` tells of a run, in the order of its lines.</summary>
/// <param name="Steps">The steps of training.</param>
/// <param name="Evaluations">The evaluations of the validation split.</param>
public sealed record MetricsHistory(IReadOnlyList<MetricsPoint> Steps, IReadOnlyList<MetricsPoint> Evaluations)
{
    // Longer than any line with a figure for each dimension of z.
    private const int LongestLine = 16 << 20;

    /// <summary>Reads the log. Lines that are cut off or damaged are left out, and a log that is missing has none.</summary>
    /// <exception cref="DataException">The file cannot be read, or is no regular one.</exception>
    public static MetricsHistory Read(RunFolder folder)
    {
        var (steps, evaluations) = (new List<MetricsPoint>(), new List<MetricsPoint>());
        if (!File.Exists(folder.Metrics))
            return new MetricsHistory(steps, evaluations);
        try
        {
            foreach (var line in RegularFile.ReadLines(folder.Metrics, LongestLine))
            {
                if (Point(line) is not { } point)
                    continue;
                if (point.Kind == "train")
                    steps.Add(point.Value);
                else if (point.Kind == "valid")
                    evaluations.Add(point.Value);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{folder.Metrics}' cannot be read: {exception.Message} See who may read it.", exception);
        }

        return new MetricsHistory(steps, evaluations);
    }

    private static (string Kind, MetricsPoint Value)? Point(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var figures = new Dictionary<string, double>();
            foreach (var member in root.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Number)
                    figures[member.Name] = member.Value.GetDouble();
            }

            return (root.GetProperty("kind").GetString()!, new MetricsPoint(root.GetProperty("step").GetInt64(), figures));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>A line of the log.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Figures">All its members that are numbers, by name; one that was not finite is missing.</param>
public sealed record MetricsPoint(long Step, IReadOnlyDictionary<string, double> Figures)
{
    /// <summary>A figure; not a number where the line has none of that name.</summary>
    public double this[string name] => Figures.TryGetValue(name, out var value) ? value : double.NaN;
}
