using System.Text.Json;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Runs;

namespace TextVae.Reports;

/// <summary>Keeps what was measured for a report, sentence by sentence, so that a page can be written again without measuring.</summary>
internal static class RunReportFile
{
    // Some hundred for each sentence of a split.
    private const long MostBytes = 1L << 33;

    /// <summary>Writes what was measured of a run. What its folder and its dataset tell is not written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">What was measured.</param>
    /// <exception cref="TextVaeException">The file cannot be written.</exception>
    public static void Save(string path, RunReport report)
    {
        var measured = new MeasuredRun
        {
            BestStep = report.BestStep,
            Parameters = report.Parameters,
            Figures = report.Figures,
            Sentences = report.Measurement.Sentences,
            Information = report.Measurement.Information,
            Examination = report.Examination,
            Samples = report.Samples,
            Reconstructions = [.. report.Reconstructions.Select(pair => new Reconstruction(pair.Text, pair.Back))],
            Interpolations = report.Interpolations,
            Map = report.Map is { } map ? new MeasuredMap(map.Points, map.Shares.X, map.Shares.Y) : null,
            Probing = report.Probing,
        };
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, measured, ReportJson.Default.MeasuredRun));
    }

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="name">What to call the run.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <exception cref="DataException">The file, or one of the run, is missing or damaged.</exception>
    public static RunReport Load(string path, RunFolder folder, string name, Dataset dataset)
    {
        var measured = Read(path);
        return new RunReport
        {
            Name = name,
            Recipe = Recipe.Load(folder.Recipe),
            Info = RunInfo.Load(folder),
            Data = dataset.Info,
            Labels = dataset.Labels,
            // A page of many runs has all of them at once.
            History = RunCharts.Brief(MetricsHistory.Read(folder)),
            BestStep = measured.BestStep,
            Parameters = measured.Parameters,
            Measurement = new SplitMeasurement(measured.Sentences, measured.Information, measured.Figures),
            Examination = measured.Examination,
            Samples = measured.Samples,
            Reconstructions = [.. measured.Reconstructions.Select(pair => (pair.Text, pair.Back))],
            Interpolations = measured.Interpolations,
            Map = measured.Map is { } map ? new LatentMap(map.Points, (map.ShareX, map.ShareY)) : null,
            Probing = measured.Probing,
        };
    }

    private static MeasuredRun Read(string path)
    {
        try
        {
            using var stream = RegularFile.OpenRead(path, MostBytes);
            return JsonSerializer.Deserialize(stream, ReportJson.Default.MeasuredRun)
                ?? throw new JsonException("it is null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' is damaged: {exception.Message} Delete it, and the run is measured again.", exception);
        }
    }
}
