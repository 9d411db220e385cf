namespace TextVae;

/// <summary>What a model says of a text before it has seen noise: q(z|x) = N(mean, exp(log-variance)), each dimension by itself.</summary>
/// <param name="Mean">μ, a number a dimension: the vector of the text.</param>
/// <param name="LogVariance">ln σ², a number a dimension.</param>
public sealed record TextPosterior(float[] Mean, float[] LogVariance)
{
    /// <summary>Draws z ~ q(z|x) (equation 5 of the paper).</summary>
    /// <param name="random">Where ε comes from.</param>
    /// <param name="radius">What σ is multiplied by: less than 1 keeps nearer to the mean.</param>
    /// <returns>A vector as long as the mean.</returns>
    public float[] Sample(RandomStream random, double radius = 1) =>
    [
        .. Mean.Zip(LogVariance, (mean, logVariance) => (float)(mean + (radius * Math.Exp(0.5 * logVariance) * random.NextNormal()))),
    ];
}
