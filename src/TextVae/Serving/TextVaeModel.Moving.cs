using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Serving;
using TextVae.Vectors;

namespace TextVae;

/// <content>Texts that are moved, added up and surrounded by others, through their vectors.</content>
public sealed partial class TextVaeModel
{
    // Keeps the draws of variations apart from others of the same seed, those of minimum Bayes risk among them.
    private const long Variations = 2;

    /// <summary>The way from texts of one kind to those of another: the mean of these vectors less the mean of those.</summary>
    /// <param name="from">Texts of the one kind, read once.</param>
    /// <param name="to">Texts of the other.</param>
    /// <param name="names">What the two kinds are called.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="RecipeException">The model is a language model, or a text has no label that it needs.</exception>
    /// <exception cref="ArgumentException">One of the kinds has no text.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<AttributeVector> AttributeVectorAsync(
        IAsyncEnumerable<TextItem> from, IAsyncEnumerable<TextItem> to, (string From, string To) names,
        CancellationToken cancellation = default)
    {
        var (first, last) = (await MeanAsync(from, cancellation).ConfigureAwait(false), await MeanAsync(to, cancellation).ConfigureAwait(false));
        if (first.Count == 0 || last.Count == 0)
        {
            throw new ArgumentException(
                $"There are {first.Count} texts of '{names.From}' and {last.Count} of '{names.To}'; it takes some of both.",
                first.Count == 0 ? nameof(from) : nameof(to));
        }

        return new AttributeVector(
            names.From, names.To, first.Count, last.Count, first.WayTo(last), Description.DatasetHash, Description.Step,
            Description.WeightsHash);
    }

    /// <inheritdoc cref="AttributeVectorAsync"/>
    public AttributeVector AttributeVectorOf(IReadOnlyList<string> from, IReadOnlyList<string> to, (string From, string To) names) =>
        AttributeVectorAsync(
            from.Select(text => new TextItem(text)).ToAsyncEnumerable(), to.Select(text => new TextItem(text)).ToAsyncEnumerable(), names)
            .GetAwaiter().GetResult();

    /// <summary>
    /// Texts of one kind as texts of another: strength times the attribute vector is added to the mean of q(z|x), and the sum decoded.
    /// A model trained with labels needs no such vector: <see cref="ReconstructEachAsync(IAsyncEnumerable{TextItem}, DecodingOptions?, CancellationToken)"/>
    /// with another <see cref="DecodingOptions.Label"/> writes a text under it.
    /// </summary>
    /// <param name="texts">Texts as they are.</param>
    /// <param name="attribute">The way, made with this model.</param>
    /// <param name="strength">How far along it: 0 reconstructs, 1 goes from mean to mean, less than 0 goes back.</param>
    /// <param name="options">How vectors become texts; greedily where they ask for nothing else.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>A text for each text, in their order.</returns>
    /// <exception cref="RecipeException">The model is a language model, or was trained with labels, or the attribute is that of another
    /// model, or an option has a value that is not allowed.</exception>
    /// <exception cref="ArgumentException">The strength is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public DecodedText[] Transfer(
        IReadOnlyList<string> texts, AttributeVector attribute, double strength = 1, DecodingOptions? options = null,
        CancellationToken cancellation = default) =>
        [
            .. TransferEachAsync(texts.Select(text => new TextItem(text)).ToAsyncEnumerable(), attribute, strength, options, cancellation)
                .ToBlockingEnumerable(cancellation),
        ];

    /// <summary>The same of a stream of texts, as they come.</summary>
    /// <inheritdoc cref="Transfer"/>
    public IAsyncEnumerable<DecodedText> TransferEachAsync(
        IAsyncEnumerable<TextItem> texts, AttributeVector attribute, double strength = 1, DecodingOptions? options = null,
        CancellationToken cancellation = default)
    {
        RequireVectors("transfer");
        ArgumentNullException.ThrowIfNull(attribute);
        if (!double.IsFinite(strength))
            throw new ArgumentException("The strength has to be finite.", nameof(strength));
        attribute.RequireModel(Description);
        var moved = PosteriorsEachAsync(texts, cancellation).Select(posterior => VectorSum.Of((1, posterior.Mean), (strength, attribute.Vector)));
        return DecodeEachAsync(moved, options, label: null, cancellation);
    }

    /// <summary>What a sum of texts says: w₁·μ₁ + w₂·μ₂ + … of the means of q(z|x), decoded.</summary>
    /// <param name="terms">Each text with its weight; at least one.</param>
    /// <param name="options">How the vector becomes a text; by a beam where they ask for nothing else.</param>
    /// <param name="label">The name of the label of all, for a model that knows labels.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="RecipeException">The model is a language model, or needs a label, or does not know this one, or an option
    /// has a value that is not allowed.</exception>
    /// <exception cref="ArgumentException">There is no term, or a weight is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<CombinedText> CombineAsync(
        IReadOnlyList<(double Weight, string Text)> terms, DecodingOptions? options = null, string? label = null,
        CancellationToken cancellation = default)
    {
        RequireVectors("add up texts");
        options = Meant(options, DecodingStrategy.Beam);
        if (terms.Any(term => !double.IsFinite(term.Weight)))
            throw new ArgumentException("A weight is not finite.", nameof(terms));
        var vectors = await EncodeAsync([.. terms.Select(term => term.Text)], label, progress: null, cancellation).ConfigureAwait(false);
        var sum = VectorSum.Of([.. terms.Zip(vectors, (term, vector) => (term.Weight, vector))]);
        var text = (await DecodeAsync([sum], options, label, progress: null, cancellation).ConfigureAwait(false))[0];
        var bound = await AllAsync(
            new BoundJob(new EvaluationOptions()), [new Sentence(text.Text, text.Words, WrittenUnder(options, label), Place: 0)], 1, progress: null, cancellation)
            .ConfigureAwait(false);
        return new CombinedText(text.Text, text.LogProbability, bound[0].Reconstruction + bound[0].Kl, sum);
    }

    /// <inheritdoc cref="CombineAsync"/>
    public CombinedText Combine(
        IReadOnlyList<(double Weight, string Text)> terms, DecodingOptions? options = null, string? label = null,
        CancellationToken cancellation = default) =>
        CombineAsync(terms, options, label, cancellation).GetAwaiter().GetResult();

    /// <summary>
    /// Texts from around a text: z ~ N(μ, radius²·σ²) with the mean and variance of its q(z|x), decoded. Text i is the same however many are
    /// asked for; another seed of the options gives others.
    /// </summary>
    /// <param name="text">The text in the middle.</param>
    /// <param name="count">How many.</param>
    /// <param name="radius">How far around: 0 is the mean itself, 1 all of q(z|x).</param>
    /// <param name="options">How vectors become texts; words are drawn from the model where they ask for nothing else.</param>
    /// <param name="label">The name of the label, for a model that knows labels.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="RecipeException">The model is a language model, or needs a label, or does not know this one, or an option
    /// has a value that is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or the radius is negative, or the radius not finite.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IAsyncEnumerable<DecodedText> SampleNearEachAsync(
        string text, int count, double radius = 1, DecodingOptions? options = null, string? label = null,
        CancellationToken cancellation = default)
    {
        RequireVectors("sample near a text");
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RequireRadius(radius);
        options = Meant(options, DecodingStrategy.Sample);
        return DecodeEachAsync(NearAsync(text, count, radius, options.Seed, label, cancellation), options, label, cancellation);
    }

    /// <summary>Texts from around each of many texts, as <see cref="SampleNearEachAsync"/> finds them around one: for augmentation, after
    /// a look at what is new among them.</summary>
    /// <param name="texts">Texts, each with its own label or cut into words already.</param>
    /// <param name="count">How many of each; at least 1.</param>
    /// <param name="radius">How far around: 0 is the mean of q(z|x), 1 all of q(z|x).</param>
    /// <param name="options">How vectors become texts; words are drawn from the model where they ask for nothing else. They are written under the label
    /// of their text.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>A list for each text, in their order; what is drawn depends on the seed of the options and the text's place.</returns>
    /// <exception cref="RecipeException">The model is a language model, or needs a label, or does not know one, or an option has a value
    /// that is not allowed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 1 of each, or the radius is negative or not finite.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IAsyncEnumerable<DecodedText[]> VariationsEachAsync(
        IAsyncEnumerable<TextItem> texts, int count, double radius = 1, DecodingOptions? options = null,
        CancellationToken cancellation = default)
    {
        RequireVectors("vary texts");
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        RequireRadius(radius);
        return VariedAsync(texts, count, radius, Meant(options, DecodingStrategy.Sample), cancellation);
    }

    private async IAsyncEnumerable<DecodedText[]> VariedAsync(
        IAsyncEnumerable<TextItem> texts, int count, double radius, DecodingOptions options,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Made anew whenever somebody begins to enumerate. The vectors come in the order of the texts.
        var labels = new ConcurrentQueue<int?>();
        var sentences = SentencesOf(texts).Select(sentence =>
        {
            labels.Enqueue(sentence.Label);
            return sentence;
        });
        var vectors = EachAsync(new EncodeJob(), sentences, cancellation).Select(Around).SelectMany(around => around);
        await foreach (var found in EachAsync(new DecodeJob(options with { Label = null }), vectors, cancellation).Chunk(count).ConfigureAwait(false))
            yield return found;

        LatentVector[] Around(TextPosterior posterior, int place)
        {
            labels.TryDequeue(out var label);
            return
            [
                .. Enumerable.Range(0, count).Select(draw => new LatentVector(
                    posterior.Sample(new RandomStream(options.Seed, place, draw, Variations), radius), label, (place * count) + draw)),
            ];
        }
    }

    private static void RequireRadius(double radius)
    {
        if (radius is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius has to be finite and at least 0.");
    }

    private async IAsyncEnumerable<float[]> NearAsync(
        string text, int count, double radius, long seed, string? label, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var posterior = (await PosteriorsAsync([text], label, progress: null, cancellation).ConfigureAwait(false))[0];
        for (var i = 0; i < count; i++)
            yield return posterior.Sample(new RandomStream(seed, i, 0), radius);
    }

    private async Task<VectorMean> MeanAsync(IAsyncEnumerable<TextItem> texts, CancellationToken cancellation)
    {
        var mean = new VectorMean(Description.LatentSize);
        await foreach (var posterior in PosteriorsEachAsync(texts, cancellation).ConfigureAwait(false))
            mean.Add(posterior.Mean);
        return mean;
    }
}
