using TextVae.Distributed;
using TextVae.Models;

namespace TextVae.Evaluation;

/// <summary>q(z|x) of every sentence of a split, by its place.</summary>
internal sealed class PosteriorTable(int sentences, int latent)
{
    /// <summary>The variance of a mean, as a share of the prior's, above which a dimension is active (Burda et al. 2016).</summary>
    private const double ActiveVariance = 0.01;

    private readonly float[] _mu = new float[sentences * (long)latent];
    private readonly float[] _logVariance = new float[sentences * (long)latent];

    /// <summary>How many.</summary>
    public int Sentences => sentences;

    /// <summary>Dimensions of z.</summary>
    public int Latent => latent;

    /// <summary>p(z), where it is learnt; null for N(0, I).</summary>
    public PriorDensity? Prior { get; init; }

    /// <summary>μ of a sentence, [latent].</summary>
    public ReadOnlySpan<float> Mu(int sentence) => _mu.AsSpan(sentence * latent, latent);

    /// <summary>ln σ² of a sentence, [latent].</summary>
    public ReadOnlySpan<float> LogVariance(int sentence) => _logVariance.AsSpan(sentence * latent, latent);

    /// <summary>Takes up the posteriors of a batch.</summary>
    /// <param name="places">The places of its sentences.</param>
    /// <param name="posterior">Theirs, [batch, latent].</param>
    public void Add(IReadOnlyList<int> places, GaussianPosterior posterior)
    {
        var (mu, logVariance) = (BoundEstimator.Numbers(posterior.Mu), BoundEstimator.Numbers(posterior.LogVariance));
        for (var i = 0; i < places.Count; i++)
        {
            mu.AsSpan(i * latent, latent).CopyTo(_mu.AsSpan(places[i] * latent));
            logVariance.AsSpan(i * latent, latent).CopyTo(_logVariance.AsSpan(places[i] * latent));
        }
    }

    /// <summary>Takes up the posteriors that other ranks have; of sentences that none has added, all is 0.</summary>
    public void Gather(Ranks ranks)
    {
        ranks.Sum(_mu.AsSpan());
        ranks.Sum(_logVariance.AsSpan());
    }

    /// <summary>Of each dimension by itself, the mean over sentences of KL(q(z_i|x) ‖ p(z_i)), nats.</summary>
    public double[] KlPerDimension()
    {
        var kl = new double[latent];
        for (var sentence = 0; sentence < sentences; sentence++)
        {
            var mu = Mu(sentence);
            var logVariance = LogVariance(sentence);
            for (var i = 0; i < latent; i++)
            {
                var ofSentence = Prior?.KlOfDimension(i, mu[i], logVariance[i])
                    ?? 0.5 * (Math.Exp(logVariance[i]) + ((double)mu[i] * mu[i]) - 1 - logVariance[i]);
                kl[i] += ofSentence / sentences;
            }
        }

        return kl;
    }

    /// <summary>How many dimensions have a posterior mean whose variance over sentences is above 0.01 of the prior's, which is 1 for N(0, I).
    /// </summary>
    public int ActiveUnits()
    {
        if (sentences == 1)
            return 0;
        var (mean, squares) = (new double[latent], new double[latent]);
        for (var sentence = 0; sentence < sentences; sentence++)
        {
            // Welford's way: no difference of two large sums.
            var mu = Mu(sentence);
            for (var i = 0; i < latent; i++)
            {
                var step = mu[i] - mean[i];
                mean[i] += step / (sentence + 1);
                squares[i] += step * (mu[i] - mean[i]);
            }
        }

        return squares.Index().Count(sum => sum.Item / (sentences - 1) > ActiveVariance * (Prior?.VarianceOf(sum.Index) ?? 1));
    }
}
