using System.Text.Json;

namespace TextVae.Runs;

/// <summary>
/// Writes what happens in a run as a TensorBoard event file, `tensorboard/events.out.tfevents.…` in the run folder. A run that goes on
/// begins another file, and TensorBoard then leaves out what the earlier ones say of the steps made again.
/// </summary>
public sealed class TensorBoardLog : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">The run folder, which has to be there.</param>
    /// <param name="step">Steps that the run has made so far.</param>
    /// <exception cref="TextVaeException">It cannot be written.</exception>
    public TensorBoardLog(RunFolder folder, long step)
    {
        var now = DateTimeOffset.UtcNow;
        _path = Path.Combine(
            folder.TensorBoard,
            FormattableString.Invariant($"events.out.tfevents.{now.ToUnixTimeSeconds():D10}.textvae.{now.Ticks % TimeSpan.TicksPerSecond:D7}"));
        try
        {
            Directory.CreateDirectory(folder.TensorBoard);
            _stream = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(_path, exception);
        }

        Write(EventRecord.Version(Seconds(now)));
        Write(EventRecord.SessionStart(Seconds(now), step + 1));
    }

    /// <summary>
    /// Adds the figures of a step under `train/`, or of an evaluation under `valid/`, by their names in `metrics.jsonl`; those that are not
    /// finite are left out, and other events are passed over.
    /// </summary>
    /// <exception cref="TextVaeException">It cannot be written.</exception>
    public void Add(RunEvent happening)
    {
        var (step, kind, figures) = happening switch
        {
            StepDone { Record: var record } => (record.Step, "train", MetricsLog.Line(record, skipped: 0)),
            Evaluated evaluated => (evaluated.Step, "valid", MetricsLog.Line(evaluated.Step, evaluated.Report)),
            _ => (0, "", null),
        };
        if (figures is null)
            return;
        var scalars = figures.Where(figure => figure.Key != "step" && figure.Value?.GetValueKind() == JsonValueKind.Number)
            .Select(figure => ($"{kind}/{figure.Key}", figure.Value.Deserialize<double>()));
        Write(EventRecord.Scalars(Seconds(DateTimeOffset.UtcNow), step, scalars));
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private void Write(byte[] record)
    {
        try
        {
            _stream.Write(record);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(_path, exception);
        }
    }
}
