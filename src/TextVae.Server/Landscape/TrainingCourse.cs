using System.Diagnostics;
using TextVae.Runs;
using TextVae.Server.Messages;

namespace TextVae.Server.Landscape;

/// <summary>The course of a training as its log tells it, with no more points than a curve shows.</summary>
internal sealed class TrainingCourse(RunFolder? folder)
{
    private const int Points = 300;

    /// <summary>For so long a log is not read anew, however fast it grows: a training writes a line a step.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private (long Length, DateTime Written) _known;
    private long _readAt;
    private (CurvesAnswer Steps, CurvesAnswer Evaluations)? _read;

    /// <summary>The curves, read anew where the log has grown.</summary>
    /// <returns>The steps, the evaluations, and why there are none.</returns>
    public (CurvesAnswer Steps, CurvesAnswer Evaluations, string? Note) Read()
    {
        if (folder is not { HoldsRun: true })
            return (Empty, Empty, "This is a model without its run folder, which has the curves of the training.");
        try
        {
            lock (_lock)
            {
                var file = new FileInfo(folder.Metrics);
                var now = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
                var isFresh = Stopwatch.GetElapsedTime(_readAt) < Patience;
                if (_read is null || (now != _known && !isFresh))
                {
                    var history = MetricsHistory.Read(folder);
                    (_readAt, _known, _read) = (Stopwatch.GetTimestamp(), now, (Of(history.Steps), Of(history.Evaluations)));
                }

                var (steps, evaluations) = _read.Value;
                return (steps, evaluations, steps.Step.Count + evaluations.Step.Count == 0 ? "The run's folder has no log of the training." : null);
            }
        }
        // Its message names the path, which is nothing for clients to know.
        catch (DataException)
        {
            return (Empty, Empty, "The log of the training cannot be read.");
        }
    }

    private static CurvesAnswer Empty => new([], new Dictionary<string, double?[]>());

    /// <summary>Means of neighboring steps, where there are more than points.</summary>
    private static CurvesAnswer Of(IReadOnlyList<MetricsPoint> points)
    {
        var size = Math.Max(1, (points.Count + Points - 1) / Points);
        var chunks = points.Chunk(size).ToArray();
        // The mean of a few steps, which may be one alone, would end the curve in a spike.
        if (chunks.Length > 1 && chunks[^1].Length < size)
            chunks = [.. chunks[..^2], [.. chunks[^2], .. chunks[^1]]];
        var names = points.SelectMany(point => point.Figures.Keys).Distinct().Where(name => name != "step");
        return new CurvesAnswer(
            [.. chunks.Select(chunk => chunk[^1].Step)],
            names.ToDictionary(name => name, name => Array.ConvertAll(chunks, chunk => Mean(chunk.Select(point => point[name])))));
    }

    private static double? Mean(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0 ? null : double.Parse(finite.Average().ToString("G6", null), System.Globalization.CultureInfo.InvariantCulture);
    }
}
