using TextVae.Evaluation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Evaluation;

/// <summary>Tables of posteriors that are given as numbers.</summary>
internal static class Posteriors
{
    /// <summary>A table of these means with these deviations, [sentences][latent].</summary>
    public static PosteriorTable Of(double[][] means, double[][] deviations, PriorDensity? prior = null)
    {
        var (sentences, latent) = (means.Length, means[0].Length);
        var table = new PosteriorTable(sentences, latent) { Prior = prior };
        table.Add(
            [.. Enumerable.Range(0, sentences)],
            new GaussianPosterior(Tensor(means), Tensor(deviations).log().Times(2)));
        return table;

        torch.Tensor Tensor(double[][] rows) =>
            torch.tensor(rows.SelectMany(row => row).Select(value => (float)value).ToArray(), [sentences, latent]);
    }

    /// <summary>Means and deviations drawn at random.</summary>
    public static (double[][] Means, double[][] Deviations) Random(int sentences, int latent)
    {
        var random = new RandomStream(5);
        return (Rows(random.NextNormal), Rows(() => 0.2 + random.NextDouble()));

        double[][] Rows(Func<double> next) =>
            [.. Enumerable.Range(0, sentences).Select(_ => Enumerable.Range(0, latent).Select(_ => next()).ToArray())];
    }
}
