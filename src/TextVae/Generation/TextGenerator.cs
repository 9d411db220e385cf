using TextVae.Batches;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Generation;

/// <summary>Turns texts into z, and z into texts.</summary>
public sealed class TextGenerator : IDisposable
{
    private const int BatchSize = 48;

    private readonly TextModel _model;
    private readonly DecodingOptions _options;
    private IncrementalDecoder? _decoder;

    /// <summary>Prepares to decode with a model, whose parameters have to stay as they are until this is disposed.</summary>
    /// <exception cref="RecipeException">An option has a value that is not allowed; every such one is named.</exception>
    public TextGenerator(TextModel model, DecodingOptions options)
    {
        var problems = options.Problems().ToArray();
        if (problems.Length > 0)
            throw new RecipeException(string.Join(' ', problems));
        _model = model;
        _options = options;
    }

    /// <summary>
    /// Encodes each sentence, takes the mean of q(z|x), and decodes it. The texts come in the order of the sentences, a
    /// batch at a time.
    /// </summary>
    /// <param name="sentences">Word ids of each sentence.</param>
    /// <exception cref="RecipeException">The model is a language model, which has no z.</exception>
    public IEnumerable<GeneratedText> Reconstruct(IEnumerable<int[]> sentences) =>
        Hypotheses(sentences).Select(found => found[0]);

    /// <summary>
    /// As <see cref="Reconstruct"/>, but of each sentence the <see cref="DecodingOptions.Hypotheses"/> best texts that a beam
    /// has found, the best score first and none twice. With groups, each gives as many, as far as it goes. There is at
    /// least one, and fewer than asked for only where no more were found.
    /// </summary>
    /// <param name="sentences">Word ids of each sentence.</param>
    /// <exception cref="RecipeException">The model is a language model, which has no z.</exception>
    public IEnumerable<IReadOnlyList<GeneratedText>> Hypotheses(IEnumerable<int[]> sentences)
    {
        if (_model is not VariationalAutoencoder autoencoder)
        {
            throw new RecipeException(
                "This model is a language model: it has no latent vector, so it cannot reconstruct. "
                + "Use `sample`, or a model of kind \"vae\".");
        }

        return ReconstructBatches(autoencoder, sentences);
    }

    /// <summary>
    /// Texts from the prior: z ~ N(0, I) for an autoencoder, then p(x|z); p(x) for a language model. Text i is the same
    /// however many are asked for.
    /// </summary>
    public IEnumerable<GeneratedText> Sample(int count)
    {
        for (var first = 0; first < count; first += BatchSize)
        {
            var size = Math.Min(BatchSize, count - first);
            using var z = _model is VariationalAutoencoder ? Prior(first, size) : null;
            foreach (var found in Decode(z, size, first))
                yield return found[0];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder?.Dispose();
        _decoder = null;
    }

    private IEnumerable<IReadOnlyList<GeneratedText>> ReconstructBatches(
        VariationalAutoencoder autoencoder, IEnumerable<int[]> sentences)
    {
        var first = 0;
        foreach (var chunk in sentences.Chunk(BatchSize))
        {
            using var z = PosteriorMean(autoencoder, chunk);
            foreach (var found in Decode(z, chunk.Length, first))
                yield return found;
            first += chunk.Length;
        }
    }

    private GeneratedText[][] Decode(torch.Tensor? z, int count, int first)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        _decoder ??= IncrementalDecoder.For(_model);
        using var texts = _decoder.Start(_model.Decoder.Start(count, z));
        return _options.Strategy == DecodingStrategy.Beam
            ? BeamSearch.Hypotheses(texts, _options)
            : Array.ConvertAll(StepwiseDecoder.Decode(texts, _options, first), text => new[] { text });
    }

    private static torch.Tensor PosteriorMean(VariationalAutoencoder autoencoder, int[][] sentences)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var batch = Batch.Of(sentences);
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

        return torch.tensor(values, [count, latent]);
    }
}
