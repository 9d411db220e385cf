using TextVae.Serving;

namespace TextVae;

/// <content>Texts to vectors.</content>
public sealed partial class TextVaeModel
{
    /// <summary>The vector of each text: the mean of q(z|x).</summary>
    /// <param name="texts">Texts as they are; an empty one has a vector too.</param>
    /// <param name="label">The name of their label, for a model that knows labels.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>A vector of <see cref="ModelDescription.LatentSize"/> numbers for each text, in their order.</returns>
    /// <exception cref="RecipeException">The model is a language model, or needs a label, or does not know this one.</exception>
    /// <exception cref="DataException">A text does not fit this machine's memory.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public float[][] Encode(IReadOnlyList<string> texts, string? label = null, CancellationToken cancellation = default) =>
        EncodeAsync(texts, label, progress: null, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Encode"/>
    /// <param name="texts">Texts as they are; an empty one has a vector too.</param>
    /// <param name="label">The name of their label, for a model that knows labels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public async Task<float[][]> EncodeAsync(
        IReadOnlyList<string> texts, string? label = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var posteriors = await PosteriorsAsync(texts, label, progress, cancellation).ConfigureAwait(false);
        return Array.ConvertAll(posteriors, posterior => posterior.Mean);
    }

    /// <summary>The vectors of a stream of texts, as they come.</summary>
    /// <inheritdoc cref="Encode"/>
    public async IAsyncEnumerable<float[]> EncodeEachAsync(
        IAsyncEnumerable<string> texts, string? label = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var posterior in PosteriorsEachAsync(texts, label, cancellation).ConfigureAwait(false))
            yield return posterior.Mean;
    }

    /// <summary>q(z|x) of each text: the vector, and how sure the model is of each of its numbers.</summary>
    /// <inheritdoc cref="Encode"/>
    /// <returns>A posterior for each text, in their order.</returns>
    public TextPosterior[] Posteriors(IReadOnlyList<string> texts, string? label = null, CancellationToken cancellation = default) =>
        PosteriorsAsync(texts, label, progress: null, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Posteriors"/>
    /// <param name="texts">Texts as they are; an empty one has a vector too.</param>
    /// <param name="label">The name of their label, for a model that knows labels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public Task<TextPosterior[]> PosteriorsAsync(
        IReadOnlyList<string> texts, string? label = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        RequireVectors("encode");
        return AllAsync(new EncodeJob(), SentencesOf(texts, label), texts.Count, progress, cancellation);
    }

    /// <summary>q(z|x) of each text of a stream, as they come.</summary>
    /// <inheritdoc cref="Encode"/>
    public IAsyncEnumerable<TextPosterior> PosteriorsEachAsync(
        IAsyncEnumerable<string> texts, string? label = null, CancellationToken cancellation = default)
    {
        RequireVectors("encode");
        return EachAsync(new EncodeJob(), SentencesOf(texts, label), cancellation);
    }

    /// <summary>q(z|x) of each text of a stream, each with its own label or cut into words already.</summary>
    /// <inheritdoc cref="Encode"/>
    public IAsyncEnumerable<TextPosterior> PosteriorsEachAsync(IAsyncEnumerable<TextItem> texts, CancellationToken cancellation = default)
    {
        RequireVectors("encode");
        return EachAsync(new EncodeJob(), SentencesOf(texts), cancellation);
    }

    private IAsyncEnumerable<Sentence> SentencesOf(IAsyncEnumerable<string> texts, string? label)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var number = LabelOf(label);
        return texts.Select((text, place) => SentenceOf(text, number, place));
    }

    private IAsyncEnumerable<Sentence> SentencesOf(IAsyncEnumerable<TextItem> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts.Select((item, place) =>
            new Sentence(item.Text, item.Words is { } words ? KnownWords(words) : _trained.WordsOf(item.Text), LabelOf(item.Label), place));
    }

    private int[] KnownWords(IReadOnlyList<int> words)
    {
        if (words.Any(word => word < 0 || word >= Description.Words))
            throw new ArgumentOutOfRangeException(nameof(words), $"A word has an id that is not between 0 and {Description.Words - 1}.");
        return [.. words];
    }
}
