using Microsoft.Extensions.Logging;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Runs;
using TextVae.Server.Problems;

namespace TextVae.Server.Landscape;

/// <summary>
/// Prepares in the background what is known of many texts: encodes them, finds their axes, measures their surprise, and lets the doctor look.
/// It asks for one small piece of work at a time, so that clients have their turn between any two.
/// </summary>
internal sealed class LandscapeWork : IAsyncDisposable
{
    private const int AtOnce = 64;

    private readonly Patience _model;
    private readonly ServedRun? _run;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end = new();
    private LandscapeState _state;

    private LandscapeWork(TextVaeModel model, ServedRun? run, ILogger log)
    {
        (_model, _run, _log) = (new Patience(model), run, log);
        _state = run is null || model.Description.Kind != ModelKind.Vae
            ? new LandscapeState(Stage.Absent) { Note = WhyAbsent(model) }
            : new LandscapeState(Stage.Preparing) { Note = run.WhyNoDataset };
    }

    /// <summary>What is there at the moment.</summary>
    public LandscapeState State => Volatile.Read(ref _state);

    /// <summary>The run; null for a model alone.</summary>
    public ServedRun? Run => _run;

    /// <summary>Where questions wait that go through all vectors of the texts.</summary>
    public LandscapeGate Gate { get; } = new();

    /// <summary>Completed when there is nothing more to prepare.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to prepare.</summary>
    public static LandscapeWork Start(TextVaeModel model, ServedRun? run, ILogger log)
    {
        var work = new LandscapeWork(model, run, log);
        if (work.State.Stage == Stage.Preparing)
            work.Done = Task.Run(work.PrepareAsync);
        return work;
    }

    /// <summary>Stops to prepare, and waits for who is at the vectors; nobody may ask for texts any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Done;
        // A search may go on for a moment after its client has been cut off.
        await Gate.DisposeAsync();
        State.Landscape?.Dispose();
        _end.Dispose();
    }

    private static string WhyAbsent(TextVaeModel model) => model.Description.Kind == ModelKind.Vae
        ? "The server was started without a run, so it knows no texts."
        : "This model is a language model: it has no latent vector, so there is no map of texts, no direction and no neighbor. Samples and scores it can give.";

    private async Task PrepareAsync()
    {
        try
        {
            var texts = await TextsAsync();
            if (texts.Count < 2)
            {
                Set(new LandscapeState(Stage.Absent) { Note = $"The {texts.Name} split has fewer than two texts that the model can read, so there is no map." });
                return;
            }

            var means = await MeansAsync(texts);
            var axes = await _model.AskAsync(model => model.RunAsync(_ => LatentAxes.Of(means, TextLandscape.Axes), _end.Token), _end.Token);
            var landscape = new TextLandscape(texts, means, axes);
            Set(State with { Stage = Stage.Measuring, Share = 0, Landscape = landscape });
            await ExamineAsync();
            landscape.Surprise = await SurpriseAsync(texts);
            Set(State with { Stage = Stage.Ready, Share = 1 });
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The server ends.
        }
        catch (Exception exception)
        {
            Log.Unexpected(_log, exception, exception.GetType().Name, exception.Message);
            const string note = "The texts could not be prepared; the server's log on stderr says why. All else works.";
            Set(State with { Stage = State.Landscape is null ? Stage.Absent : Stage.Ready, Share = 1, Note = note });
        }
    }

    private async Task<ITextSource> TextsAsync() => _run!.Dataset is { } dataset
        ? new SplitTexts(dataset, _run.Split, _run.Texts, _model.Model)
        : await WrittenTexts.WriteAsync(_model, _run.Texts, Telling(0, 0.7), _end.Token);

    private async Task<float[][]> MeansAsync(ITextSource texts)
    {
        var progress = Telling(_run!.Dataset is null ? 0.7 : 0, 1);
        var means = new float[texts.Count][];
        foreach (var (first, items) in Pieces(texts))
        {
            var posteriors = await _model.AskAsync(
                async model => await model.PosteriorsEachAsync(items.ToAsyncEnumerable(), _end.Token).ToArrayAsync(_end.Token), _end.Token);
            for (var i = 0; i < posteriors.Length; i++)
                means[first + i] = posteriors[i].Mean;
            progress.Report((double)(first + items.Length) / texts.Count);
        }

        return means;
    }

    private async Task<float[]> SurpriseAsync(ITextSource texts)
    {
        var progress = Telling(0, 1);
        var options = new ScoreOptions { Samples = 1, Words = false };
        var surprise = new float[texts.Count];
        foreach (var (first, items) in Pieces(texts))
        {
            var scores = await _model.AskAsync(
                async model => await model.ScoreEachAsync(items.ToAsyncEnumerable(), options, _end.Token).ToArrayAsync(_end.Token), _end.Token);
            for (var i = 0; i < scores.Length; i++)
                surprise[first + i] = (float)Math.Round(scores[i].NllBound / scores[i].Tokens, 3);
            progress.Report((double)(first + items.Length) / texts.Count);
        }

        return surprise;
    }

    /// <summary>What the doctor says of the validation split, as at the end of a training.</summary>
    private async Task ExamineAsync()
    {
        if (_run!.Dataset is not { } dataset || dataset.Valid.Count < 2)
            return;
        try
        {
            IEnumerator<ModelExamination?>? pieces = null;
            bool Next(TrainedModel trained) =>
                (pieces ??= ModelExamination.InPieces(trained, dataset.Valid, _run.Folder).GetEnumerator()).MoveNext();
            while (await _model.AskAsync(model => model.RunAsync(Next, _end.Token), _end.Token))
                Set(State with { Examination = pieces!.Current });
        }
        // A validation text without the label that the model needs, or a recipe that cannot be read: all else is there nevertheless.
        catch (TextVaeException exception)
        {
            Log.Unexpected(_log, exception, exception.GetType().Name, exception.Message);
        }
    }

    private static IEnumerable<(int First, TextItem[] Items)> Pieces(ITextSource texts)
    {
        for (var first = 0; first < texts.Count; first += AtOnce)
            yield return (first, [.. Enumerable.Range(first, Math.Min(AtOnce, texts.Count - first)).Select(i => texts[i])]);
    }

    private void Set(LandscapeState state) => Volatile.Write(ref _state, state);

    private SynchronousProgress<double> Telling(double from, double to) =>
        new(share => Set(State with { Share = from + ((to - from) * share) }));
}
