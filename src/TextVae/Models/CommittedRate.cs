using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// A variance that stays so far from the prior's that the KL cannot fall below a rate (δ-VAE, Razavi et al. 2019, §2, with a
/// prior and a posterior of independent dimensions): of N(μ, σ²) against N(0, 1) it is at least ½(σ² − 1 − ln σ²), so
/// σ² ≤ s where s below 1 makes that the rate.
/// </summary>
internal static class CommittedRate
{
    /// <summary>ln s, below 0.</summary>
    /// <param name="rate">Nats of KL that each dimension has at least, above 0.</param>
    public static double LargestLogVariance(double rate)
    {
        // Newton's method on a convex function, from where it is positive: it comes nearer from one side, and stops at the root.
        var logVariance = (-2 * rate) - 1;
        for (var i = 0; i < 100; i++)
            logVariance -= (Math.Exp(logVariance) - 1 - logVariance - (2 * rate)) / (Math.Exp(logVariance) - 1);
        return logVariance;
    }

    /// <summary>ln σ² ≤ ln s, a smooth function of any number: ln s − ln(1 + e^−x).</summary>
    /// <param name="values">What the encoder says, of any shape.</param>
    /// <param name="rate">As of <see cref="LargestLogVariance"/>.</param>
    public static torch.Tensor LogVariance(torch.Tensor values, double rate) =>
        torch.nn.functional.logsigmoid(values).Plus(LargestLogVariance(rate));
}
