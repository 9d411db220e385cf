using TextVae.Models;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Generation;

/// <summary>Turns texts into z, and z into texts.</summary>
public sealed class TextGenerator : IDisposable
{
    private const int BatchSize = 48;

    // What is kept of all next words of a step grows with the candidates, or the hypotheses, of all texts.
    private const int CandidatesAtOnce = 768;

    private readonly TextModel _model;
    private readonly DecodingOptions _options;
    private readonly bool _sharesDecoder;
    private IncrementalDecoder? _decoder;

    /// <summary>Prepares to decode with a model, whose parameters have to stay as they are until this is disposed. Where the options leave
    /// the strategy open, it is greedy.</summary>
    /// <exception cref="RecipeException">An option has a value that is not allowed; every such one is named.</exception>
    public TextGenerator(TextModel model, DecodingOptions options)
    {
        RecipeException.ThrowIfAny(DecodingProblems.Of(options, model.Words));
        _model = model;
        _options = options.Resolved(DecodingStrategy.Greedy);
    }

    /// <summary>As the other, with the decoder that other generators of the same model use too, and whoever made it disposes.</summary>
    internal TextGenerator(TextModel model, DecodingOptions options, IncrementalDecoder decoder)
        : this(model, options)
    {
        _decoder = decoder;
        _sharesDecoder = true;
    }

    /// <summary>
    /// Encodes each sentence, takes the mean of q(z|x), and decodes it. The texts come in the order of the sentences, a
    /// batch at a time.
    /// </summary>
    /// <param name="sentences">Word ids of each sentence.</param>
    /// <param name="labels">The number of each sentence's label, for a model that knows labels. It is encoded with that, and
    /// decoded with it unless <see cref="DecodingOptions.Label"/> names another.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <exception cref="RecipeException">The model is a language model, which has no z.</exception>
    /// <exception cref="DataException">The model knows labels, and a sentence has none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<GeneratedText> Reconstruct(
        IEnumerable<int[]> sentences, IEnumerable<int>? labels = null, CancellationToken cancellation = default) =>
        Hypotheses(sentences, labels, cancellation).Select(found => found[0]);

    /// <summary>
    /// As <see cref="Reconstruct"/>, but of each sentence the <see cref="DecodingOptions.Hypotheses"/> best texts that a beam
    /// has found, the best score first and none twice. With groups, each gives as many, as far as it goes. There is at
    /// least one, and fewer than asked for only where no more were found.
    /// </summary>
    /// <param name="sentences">Word ids of each sentence.</param>
    /// <param name="labels">The number of each sentence's label, for a model that knows labels.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <exception cref="RecipeException">The model is a language model, which has no z.</exception>
    /// <exception cref="DataException">The model knows labels, and a sentence has none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<IReadOnlyList<GeneratedText>> Hypotheses(
        IEnumerable<int[]> sentences, IEnumerable<int>? labels = null, CancellationToken cancellation = default) =>
        ReconstructBatches(WithVectors(), LabelledChunk.Of(sentences, labels, BatchSize), cancellation);

    /// <summary>As <see cref="Reconstruct"/>, but of one sentence, greedily or drawn, and each word as soon as it is chosen.</summary>
    /// <param name="sentence">Its word ids.</param>
    /// <param name="label">The number of its label, for a model that knows labels.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <returns>The words and the end; the sum of their log-probabilities is that of the text.</returns>
    /// <exception cref="RecipeException">The model is a language model, or the strategy knows no word before the text is whole.</exception>
    /// <exception cref="DataException">The model knows labels, and the sentence has none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<GeneratedWord> ReconstructWords(int[] sentence, int? label = null, CancellationToken cancellation = default)
    {
        var (autoencoder, labels) = (WithVectors(), Listed(label));
        return Words(() => PosteriorMean(autoencoder, new LabelledChunk([sentence], labels)), text: 0, labels, cancellation);
    }

    /// <summary>One of the texts that <see cref="Sample"/> gives, each word as soon as it is chosen.</summary>
    /// <param name="text">The number of the text, from 0.</param>
    /// <param name="label">The number of the label it is written under where the options name none.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <returns>The words and the end; the sum of their log-probabilities is that of the text.</returns>
    /// <exception cref="RecipeException">The strategy knows no word before the text is whole.</exception>
    /// <exception cref="DataException">The model knows labels, and none was chosen.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<GeneratedWord> SampleWords(int text, int? label = null, CancellationToken cancellation = default) =>
        Words(() => _model is VariationalAutoencoder ? Prior(text, 1) : null, text, Listed(label), cancellation);

    /// <summary>
    /// Texts from the prior: z ~ p(z) for an autoencoder, then p(x|z); p(x) for a language model. Text i is the same
    /// however many are asked for. A model that knows labels writes under <see cref="DecodingOptions.Label"/>.
    /// </summary>
    /// <param name="count">How many texts.</param>
    /// <param name="labels">The number of the label that each text is written under where the options name none.</param>
    /// <param name="first">The number of the first of them.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <exception cref="DataException">The model knows labels, and none was chosen.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<GeneratedText> Sample(
        int count, IReadOnlyList<int>? labels = null, int first = 0, CancellationToken cancellation = default)
    {
        for (var done = 0; done < count; done += BatchSize)
        {
            var size = Math.Min(BatchSize, count - done);
            using var z = _model is VariationalAutoencoder ? Prior(first + done, size) : null;
            foreach (var found in Decode(z, size, first + done, labels?.Skip(done).Take(size).ToArray(), cancellation))
                yield return found[0];
        }
    }

    /// <summary>Decodes vectors, of each as many texts as <see cref="Hypotheses"/> finds of a sentence, in the order of the vectors.</summary>
    /// <param name="vectors">z of each text, [latent].</param>
    /// <param name="labels">The number of the label that each text is written under where the options name none.</param>
    /// <param name="first">The number of the first text, which chooses its draws where words are sampled.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <exception cref="RecipeException">The model is a language model, which has no z.</exception>
    /// <exception cref="ArgumentException">A vector has not as many numbers as z.</exception>
    /// <exception cref="DataException">The model knows labels, and none was chosen.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<IReadOnlyList<GeneratedText>> Decode(
        IEnumerable<float[]> vectors, IReadOnlyList<int>? labels = null, int first = 0, CancellationToken cancellation = default)
    {
        if (_model is not VariationalAutoencoder)
            throw new RecipeException("This model is a language model: it has no latent vector to decode. Use a model of kind \"vae\".");
        return DecodeBatches(vectors, labels, first, cancellation);
    }

    /// <summary>The texts on the straight line between two vectors, the means of q(z|x) of two sentences; the first and the last are
    /// their reconstructions.</summary>
    /// <param name="from">Word ids of the first sentence.</param>
    /// <param name="to">Word ids of the last one.</param>
    /// <param name="steps">How many texts, both ends among them; at least 2.</param>
    /// <param name="labels">The labels of the two, for a model that knows labels; all texts are written under the first one's unless
    /// <see cref="DecodingOptions.Label"/> names another.</param>
    /// <param name="cancellation">Stops between words.</param>
    /// <exception cref="RecipeException">The model is a language model, which has no z.</exception>
    /// <exception cref="DataException">The model knows labels, and a sentence has none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<GeneratedText> Interpolate(
        int[] from, int[] to, int steps, (int From, int To)? labels = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (_model is not VariationalAutoencoder autoencoder)
            throw new RecipeException("This model is a language model: it has no latent vector to go between. Use a model of kind \"vae\".");
        int[]? both = labels is { } given ? [given.From, given.To] : null;
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var ends = PosteriorMean(autoencoder, new LabelledChunk([from, to], both));
        var share = torch.linspace(0, 1, steps).unsqueeze(1);
        var z = ends[0].Plus(share * (ends[1] - ends[0]));
        int[]? label = both is null ? null : [.. Enumerable.Repeat(both[0], steps)];
        return [.. Decode(z, steps, first: 0, label, cancellation).Select(found => found[0])];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_sharesDecoder)
            _decoder?.Dispose();
        _decoder = null;
    }

    private VariationalAutoencoder WithVectors() => _model as VariationalAutoencoder ?? throw new RecipeException(
        "This model is a language model: it has no latent vector, so it cannot reconstruct. "
        + "Use `sample`, or a model of kind \"vae\".");

    private static int[]? Listed(int? label) => label is { } one ? [one] : null;

    private IEnumerable<IReadOnlyList<GeneratedText>> ReconstructBatches(
        VariationalAutoencoder autoencoder, IEnumerable<LabelledChunk> chunks, CancellationToken cancellation)
    {
        var first = 0;
        foreach (var chunk in chunks)
        {
            using var z = PosteriorMean(autoencoder, chunk);
            foreach (var found in Decode(z, chunk.Sentences.Length, first, chunk.Labels, cancellation))
                yield return found;
            first += chunk.Sentences.Length;
        }
    }

    private IEnumerable<IReadOnlyList<GeneratedText>> DecodeBatches(
        IEnumerable<float[]> vectors, IReadOnlyList<int>? labels, int first, CancellationToken cancellation)
    {
        var (done, latent) = (0, _model.Options.Latent);
        foreach (var chunk in vectors.Chunk(BatchSize))
        {
            if (Array.Find(chunk, vector => vector.Length != latent) is { } other)
                throw new ArgumentException($"A vector has {other.Length} numbers; z of this model has {latent}.", nameof(vectors));
            using var z = torch.tensor([.. chunk.SelectMany(vector => vector)], [chunk.Length, latent]);
            foreach (var found in Decode(z, chunk.Length, first + done, labels?.Skip(done).Take(chunk.Length).ToArray(), cancellation))
                yield return found;
            done += chunk.Length;
        }
    }

    /// <summary>Decodes vectors, several at once, and only as many as it may have candidates or hypotheses of.</summary>
    private IEnumerable<GeneratedText[]> Decode(
        torch.Tensor? z, int count, int first, IReadOnlyList<int>? ownLabels, CancellationToken cancellation)
    {
        var ofEach = _options.Strategy switch
        {
            DecodingStrategy.MinimumBayesRisk => _options.Candidates,
            DecodingStrategy.Beam => _options.Beam,
            _ => 1,
        };
        var atOnce = Math.Max(1, CandidatesAtOnce / ofEach);
        for (var done = 0; done < count; done += atOnce)
        {
            var size = Math.Min(atOnce, count - done);
            foreach (var found in DecodeTogether(z, done, size, first, ownLabels, cancellation))
                yield return found;
        }
    }

    private GeneratedText[][] DecodeTogether(
        torch.Tensor? z, int done, int size, int first, IReadOnlyList<int>? ownLabels, CancellationToken cancellation)
    {
        FreedMemory.Bound();
        using var scope = torch.NewDisposeScope();
        using var texts = Start(z?.narrow(0, done, size), size, ownLabels?.Skip(done).Take(size).ToArray());
        return _options.Strategy switch
        {
            DecodingStrategy.Beam => BeamSearch.Hypotheses(texts, _options, cancellation),
            DecodingStrategy.MinimumBayesRisk => Single(MinimumBayesRisk.Decode(texts, _options, first + done, cancellation)),
            _ => Single(StepwiseDecoder.Decode(texts, _options, first + done, cancellation)),
        };
    }

    private static GeneratedText[][] Single(GeneratedText[] texts) => Array.ConvertAll(texts, text => new[] { text });

    private IEnumerable<GeneratedWord> Words(
        Func<torch.Tensor?> vector, int text, IReadOnlyList<int>? label, CancellationToken cancellation) =>
        _options.Strategy is DecodingStrategy.Greedy or DecodingStrategy.Sample
            ? Streamed(vector, text, label, cancellation)
            : throw new RecipeException(
                "A beam and minimum Bayes risk know no word before the text is whole. For word after word choose greedy or sample.");

    private IEnumerable<GeneratedWord> Streamed(
        Func<torch.Tensor?> vector, int text, IReadOnlyList<int>? label, CancellationToken cancellation)
    {
        using var texts = Started();
        foreach (var word in StepwiseDecoder.Words(texts, _options, text, cancellation))
            yield return word;

        // No scope is open while words are given, since whoever takes them may open and close others.
        UnfinishedTexts Started()
        {
            using var scope = torch.NewDisposeScope();
            using var z = vector();
            return Start(z, 1, label);
        }
    }

    private UnfinishedTexts Start(torch.Tensor? z, int count, IReadOnlyList<int>? ownLabels)
    {
        using var quiet = torch.no_grad();
        _decoder ??= IncrementalDecoder.For(_model);
        var labels = _options.Label is { } label ? [.. Enumerable.Repeat(label, count)] : ownLabels;
        return _decoder.Start(_model.Start(count, z, labels));
    }

    private static torch.Tensor PosteriorMean(VariationalAutoencoder autoencoder, LabelledChunk chunk)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var batch = chunk.ToBatch();
        return autoencoder.Encode(batch).Mu.DetachFromDisposeScope();
    }

    private torch.Tensor Prior(int first, int count)
    {
        var latent = _model.Options.Latent;
        var values = new float[count * latent];
        for (var row = 0; row < count; row++)
        {
            // A stream beside the one that draws words, so that z is the same whatever the strategy.
            var random = new RandomStream(_options.Seed, first + row, latent);
            for (var i = 0; i < latent; i++)
                values[(row * latent) + i] = (float)random.NextNormal();
        }

        var noise = torch.tensor(values, [count, latent]);
        if (_model is not VariationalAutoencoder { Prior: not null } autoencoder)
            return noise;
        using (noise)
            return autoencoder.OfPrior(noise);
    }
}
