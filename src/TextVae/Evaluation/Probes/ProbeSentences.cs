using TextVae.Corpus;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>Sentences drawn from a split for probing, in the order of the draw.</summary>
internal sealed class ProbeSentences
{
    private readonly TokenStore _split;
    private readonly int[] _indices;

    /// <summary>Draws sentences; where a split has labels, only such as have one.</summary>
    public ProbeSentences(Dataset dataset, Split split, ProbeOptions options)
    {
        _split = dataset[split];
        var labels = dataset.LabelsOf(split).ToArray();
        var indices = Enumerable.Range(0, _split.Count).Where(i => labels.Length == 0 || labels[i] >= 0).ToArray();
        new RandomStream(options.Seed, (long)split).Shuffle<int>(indices);
        _indices = indices[..Math.Min(options.Sentences, indices.Length)];
        Words = Array.ConvertAll(_indices, _split.Read);
        Labels = Array.ConvertAll(_indices, i => labels.Length == 0 ? -1 : labels[i]);
    }

    /// <summary>How many.</summary>
    public int Count => _indices.Length;

    /// <summary>The word ids of each.</summary>
    public int[][] Words { get; }

    /// <summary>The number of the label of each, −1 where there is none.</summary>
    public int[] Labels { get; }

    /// <summary>What each answers to a target.</summary>
    public double[] Of(ProbeTarget target) => [.. Words.Zip(Labels, target.Of)];

    /// <summary>The mean of q(z|x) of each, float64 [sentences, latent].</summary>
    public torch.Tensor PosteriorMeans(VariationalAutoencoder model, CancellationToken cancellation)
    {
        var (latent, found) = (model.Options.Latent, MeanVectors.Of(model, _split, _indices, cancellation));
        var means = new double[Count, latent];
        for (var row = 0; row < Count; row++)
        {
            for (var i = 0; i < latent; i++)
                means[row, i] = found[row][i];
        }

        return torch.tensor(means);
    }

    /// <summary>
    /// How often each of the most frequent words is in each sentence, and how many others, float64 [sentences, words + 1].
    /// </summary>
    /// <param name="words">The words counted one by one: the vocabulary's first.</param>
    public torch.Tensor BagOfWords(int words)
    {
        var counts = new double[Count, words + 1];
        for (var row = 0; row < Count; row++)
        {
            foreach (var id in Words[row])
                counts[row, id > Vocabulary.End && id <= Vocabulary.End + words ? id - Vocabulary.End - 1 : words]++;
        }

        return torch.tensor(counts);
    }
}
