namespace TextVae.Evaluation;

/// <summary>Samples z = μ + σ ε in float64 with their densities under their own posterior and under the prior.</summary>
/// <param name="capacity">How many there is room for.</param>
/// <param name="latent">Dimensions of z.</param>
internal sealed class LatentDraws(long capacity, int latent)
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>How many there is room for.</summary>
    public long Capacity => capacity;

    /// <summary>How many are in use.</summary>
    public int Rows { get; set; }

    /// <summary>z, [capacity, latent].</summary>
    public double[] Z { get; } = new double[capacity * latent];

    /// <summary>ln q(z|x), nats, [capacity].</summary>
    public double[] LogPosterior { get; } = new double[capacity];

    /// <summary>ln p(z), nats, [capacity].</summary>
    public double[] LogPrior { get; } = new double[capacity];

    /// <summary>Fills a row with a sample of a sentence's posterior, with the noise that <see cref="SentenceNoise"/> has.</summary>
    public void Draw(int row, PosteriorTable posteriors, int sentence, int sample, long seed)
    {
        var random = new RandomStream(seed, sentence, sample);
        var mu = posteriors.Mu(sentence);
        var logVariance = posteriors.LogVariance(sentence);
        var (posterior, prior) = (0.0, 0.0);
        for (var i = 0; i < latent; i++)
        {
            var epsilon = random.NextNormal();
            var z = mu[i] + (Math.Exp(0.5 * logVariance[i]) * epsilon);
            Z[(row * latent) + i] = z;
            posterior -= 0.5 * ((epsilon * epsilon) + logVariance[i] + LogTwoPi);
            prior -= 0.5 * ((z * z) + LogTwoPi);
        }

        LogPosterior[row] = posterior;
        LogPrior[row] = posteriors.Prior?.LogDensity(Z.AsSpan(row * latent, latent)) ?? prior;
    }
}
