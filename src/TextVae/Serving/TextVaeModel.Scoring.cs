using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Serving;

namespace TextVae;

/// <content>Likelihoods, and ways between texts.</content>
public sealed partial class TextVaeModel
{
    /// <summary>How likely each text is: its bound, and how unexpected each of its words is. Language models do it too.</summary>
    /// <param name="texts">Texts as they are.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="label">The name of their label, for a model that knows labels.</param>
    /// <param name="cancellation">Stops between batches and samples.</param>
    /// <returns>A score for each text, in their order.</returns>
    /// <exception cref="RecipeException">The model needs a label, or does not know this one, or an option has a value that is not
    /// allowed.</exception>
    /// <exception cref="DataException">A text does not fit this machine's memory.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public TextScore[] Score(
        IReadOnlyList<string> texts, ScoreOptions? options = null, string? label = null, CancellationToken cancellation = default) =>
        ScoreAsync(texts, options, label, progress: null, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Score"/>
    /// <param name="texts">Texts as they are.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="label">The name of their label, for a model that knows labels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between batches and samples.</param>
    public Task<TextScore[]> ScoreAsync(
        IReadOnlyList<string> texts, ScoreOptions? options = null, string? label = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        RecipeException.ThrowIfAny((options ??= new ScoreOptions()).Problems());
        return AllAsync(new ScoreJob(options), SentencesOf(texts, label), texts.Count, progress, cancellation);
    }

    /// <summary>The scores of a stream of texts, as they come.</summary>
    /// <inheritdoc cref="Score"/>
    public IAsyncEnumerable<TextScore> ScoreEachAsync(
        IAsyncEnumerable<string> texts, ScoreOptions? options = null, string? label = null, CancellationToken cancellation = default)
    {
        RecipeException.ThrowIfAny((options ??= new ScoreOptions()).Problems());
        return EachAsync(new ScoreJob(options), SentencesOf(texts, label), cancellation);
    }

    /// <summary>The scores of a stream of texts, each with its own label or cut into words already.</summary>
    /// <inheritdoc cref="Score"/>
    public IAsyncEnumerable<TextScore> ScoreEachAsync(
        IAsyncEnumerable<TextItem> texts, ScoreOptions? options = null, CancellationToken cancellation = default)
    {
        RecipeException.ThrowIfAny((options ??= new ScoreOptions()).Problems());
        return EachAsync(new ScoreJob(options), SentencesOf(texts), cancellation);
    }

    /// <summary>The texts on the way from one text to another, from mean to mean of q(z|x).</summary>
    /// <param name="from">The first text; its reconstruction begins the way.</param>
    /// <param name="to">The last one; its reconstruction ends it.</param>
    /// <param name="steps">How many vectors, both ends among them; at least 2.</param>
    /// <param name="options">The kind of way, how vectors become texts, and what becomes of duplicates.</param>
    /// <param name="label">The name of the label of both, for a model that knows labels.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>The texts in order; without duplicates, fewer than steps.</returns>
    /// <exception cref="RecipeException">The model is a language model, or needs a label, or does not know this one, or an option
    /// has a value that is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 2 steps.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public InterpolatedText[] Interpolate(
        string from, string to, int steps, InterpolationOptions? options = null, string? label = null,
        CancellationToken cancellation = default) =>
        InterpolateAsync(from, to, steps, options, label, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Interpolate"/>
    public async Task<InterpolatedText[]> InterpolateAsync(
        string from, string to, int steps, InterpolationOptions? options = null, string? label = null,
        CancellationToken cancellation = default)
    {
        RequireVectors("interpolate");
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        options ??= new InterpolationOptions();
        var decoding = Meant(options.Decoding, DecodingStrategy.Beam);
        var ends = await EncodeAsync([from, to], label, progress: null, cancellation).ConfigureAwait(false);
        var path = LatentPath.Between(ends[0], ends[1], steps, options.Path);
        var texts = await DecodeAsync(path, decoding, label, progress: null, cancellation).ConfigureAwait(false);
        int[] kept = [.. Enumerable.Range(0, steps).Where(i => options.KeepDuplicates || i == 0 || texts[i].Text != texts[i - 1].Text)];
        var number = WrittenUnder(decoding, label);
        var bounds = await AllAsync(
            new BoundJob(new EvaluationOptions()), kept.Select(i => new Sentence(texts[i].Text, texts[i].Words, number, Place: 0)),
            kept.Length, progress: null, cancellation).ConfigureAwait(false);
        return
        [
            .. kept.Zip(bounds, (i, bound) => new InterpolatedText(
                (double)i / (steps - 1), texts[i].Text, texts[i].LogProbability, bound.Reconstruction + bound.Kl, path[i])),
        ];
    }
}
