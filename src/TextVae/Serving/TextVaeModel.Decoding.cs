using System.Runtime.CompilerServices;
using TextVae.Generation;
using TextVae.Runs;
using TextVae.Serving;

namespace TextVae;

/// <content>Vectors to texts.</content>
public sealed partial class TextVaeModel
{
    /// <summary>The text of each vector.</summary>
    /// <param name="vectors">Vectors of <see cref="ModelDescription.LatentSize"/> finite numbers each.</param>
    /// <param name="options">How words are chosen; greedily where they ask for nothing else.</param>
    /// <param name="label">The name of the label to write under, for a model that knows labels, unless <see cref="DecodingOptions.Label"/> has
    /// another one's number.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>A text for each vector, in their order; text i draws from the stream of its place where words are sampled.</returns>
    /// <exception cref="RecipeException">The model is a language model, or needs a label, or does not know this one, or an option
    /// has a value that is not allowed.</exception>
    /// <exception cref="ArgumentException">A vector has more or less numbers than z, or one that is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public DecodedText[] Decode(
        IReadOnlyList<float[]> vectors, DecodingOptions? options = null, string? label = null, CancellationToken cancellation = default) =>
        DecodeAsync(vectors, options, label, progress: null, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Decode"/>
    /// <param name="vectors">Vectors of <see cref="ModelDescription.LatentSize"/> finite numbers each.</param>
    /// <param name="options">How words are chosen; greedily where they ask for nothing else.</param>
    /// <param name="label">The name of the label to write under, for a model that knows labels, unless <see cref="DecodingOptions.Label"/> has
    /// another one's number.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public Task<DecodedText[]> DecodeAsync(
        IReadOnlyList<float[]> vectors, DecodingOptions? options = null, string? label = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var (job, vectorOf) = Decoding(options, label);
        return AllAsync(job, vectors.Select(vectorOf), vectors.Count, progress, cancellation);
    }

    /// <summary>The texts of a stream of vectors, as they come.</summary>
    /// <inheritdoc cref="Decode"/>
    public IAsyncEnumerable<DecodedText> DecodeEachAsync(
        IAsyncEnumerable<float[]> vectors, DecodingOptions? options = null, string? label = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var (job, vectorOf) = Decoding(options, label);
        return EachAsync(job, vectors.Select(vectorOf), cancellation);
    }

    /// <summary>Encodes each text and decodes the mean of q(z|x) again.</summary>
    /// <param name="texts">Texts as they are.</param>
    /// <param name="options">How words are chosen; greedily where they ask for nothing else.</param>
    /// <param name="label">The name of the texts' label, for a model that knows labels. They are written again under it too, unless
    /// <see cref="DecodingOptions.Label"/> has another one's number.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>A text for each text, in their order.</returns>
    /// <exception cref="RecipeException">The model is a language model, or needs a label, or does not know this one, or an option
    /// has a value that is not allowed.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public DecodedText[] Reconstruct(
        IReadOnlyList<string> texts, DecodingOptions? options = null, string? label = null, CancellationToken cancellation = default) =>
        ReconstructAsync(texts, options, label, progress: null, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Reconstruct"/>
    /// <param name="texts">Texts as they are.</param>
    /// <param name="options">How words are chosen; greedily where they ask for nothing else.</param>
    /// <param name="label">The name of the texts' label, for a model that knows labels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public Task<DecodedText[]> ReconstructAsync(
        IReadOnlyList<string> texts, DecodingOptions? options = null, string? label = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        RequireVectors("reconstruct");
        return AllAsync(
            new ReconstructJob(Meant(options, DecodingStrategy.Greedy)), SentencesOf(texts, label), texts.Count, progress, cancellation);
    }

    /// <summary>The reconstructions of a stream of texts, as they come.</summary>
    /// <inheritdoc cref="Reconstruct"/>
    public IAsyncEnumerable<DecodedText> ReconstructEachAsync(
        IAsyncEnumerable<string> texts, DecodingOptions? options = null, string? label = null, CancellationToken cancellation = default)
    {
        RequireVectors("reconstruct");
        return EachAsync(new ReconstructJob(Meant(options, DecodingStrategy.Greedy)), SentencesOf(texts, label), cancellation);
    }

    /// <summary>The reconstructions of a stream of texts, each with its own label or cut into words already.</summary>
    /// <inheritdoc cref="Reconstruct"/>
    public IAsyncEnumerable<DecodedText> ReconstructEachAsync(
        IAsyncEnumerable<TextItem> texts, DecodingOptions? options = null, CancellationToken cancellation = default)
    {
        RequireVectors("reconstruct");
        return EachAsync(new ReconstructJob(Meant(options, DecodingStrategy.Greedy)), SentencesOf(texts), cancellation);
    }

    /// <summary>
    /// Texts that the model writes by itself: z from the prior, then words from the decoder. Text i is the same however many are
    /// asked for; another seed of the options gives others.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="options">How words are chosen; drawn from the model where they ask for nothing else.</param>
    /// <param name="label">The name of the label to write under, for a model that knows labels.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="RecipeException">The model needs a label, or does not know this one, or an option has a value that is not
    /// allowed.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public DecodedText[] Sample(
        int count, DecodingOptions? options = null, string? label = null, CancellationToken cancellation = default) =>
        SampleAsync(count, options, label, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Sample"/>
    public Task<DecodedText[]> SampleAsync(
        int count, DecodingOptions? options = null, string? label = null, CancellationToken cancellation = default) =>
        AllAsync(Sampling(count, options, label), Enumerable.Range(0, count), count, progress: null, cancellation);

    /// <summary>The same texts as a stream, which may be left at any time.</summary>
    /// <inheritdoc cref="Sample"/>
    public IAsyncEnumerable<DecodedText> SampleEachAsync(
        int count, DecodingOptions? options = null, string? label = null, CancellationToken cancellation = default) =>
        EachAsync(Sampling(count, options, label), Enumerable.Range(0, count).ToAsyncEnumerable(), cancellation);

    /// <summary>The options, found to be allowed, with the strategy that is meant.</summary>
    /// <param name="options">As a caller has given them.</param>
    /// <param name="standard">The strategy where they ask for none.</param>
    private DecodingOptions Meant(DecodingOptions? options, DecodingStrategy standard)
    {
        options ??= new DecodingOptions();
        RecipeException.ThrowIfAny([.. options.Problems(), .. ProblemsOfLabel(options.Label)]);
        return options.Resolved(standard);
    }

    private IEnumerable<string> ProblemsOfLabel(int? number)
    {
        var labels = Description.Labels.Count;
        if (number is not null && labels == 0)
            yield return $"The options name the label {number}, and this model was trained without labels.";
        else if (number < 0 || number >= labels)
            yield return $"The options name the label {number}; those of this model are 0 to {labels - 1}: {LabelNames.Listed(Description.Labels)}.";
    }

    /// <summary>The number of the label that texts are written under: that of the options, or else the one that was named.</summary>
    private int? WrittenUnder(DecodingOptions options, string? label)
    {
        var named = label is null && options.Label is not null ? null : LabelOf(label);
        return options.Label ?? named;
    }

    private SampleJob Sampling(int count, DecodingOptions? options, string? label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        options = Meant(options, DecodingStrategy.Sample);
        return new SampleJob(options with { Label = WrittenUnder(options, label) });
    }

    private (DecodeJob Job, Func<float[], int, LatentVector> VectorOf) Decoding(DecodingOptions? options, string? label)
    {
        RequireVectors("decode");
        options = Meant(options, DecodingStrategy.Greedy);
        var number = WrittenUnder(options, label);
        return (new DecodeJob(options with { Label = null }), VectorOf);

        LatentVector VectorOf(float[] vector, int place)
        {
            RequireVector(vector, place);
            return new LatentVector(vector, number, place);
        }
    }

    private void RequireVector(float[] vector, int place, [CallerArgumentExpression(nameof(vector))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.Length != Description.LatentSize)
        {
            throw new ArgumentException(
                $"Vector {place + 1} has {vector.Length} numbers; those of this model have {Description.LatentSize}.", name);
        }

        if (Array.Exists(vector, number => !float.IsFinite(number)))
            throw new ArgumentException($"Vector {place + 1} has a number that is not finite.", name);
    }
}
