namespace TextVae.Objectives;

/// <summary>
/// A rate C that is asked for (Alemi et al. 2018, §5): minimise E_q[−ln p(x|z)] where D[q(z|x) ‖ p(z)] is C on average. The
/// weight β of the KL term is the Lagrange multiplier of that constraint. After each step it moves along the constraint's
/// violation, on a logarithmic scale so that it stays positive (Rezende and Viola 2018, algorithm 1): it falls while z says
/// less than C nats, and rises while it says more.
/// </summary>
internal static class KlTarget
{
    // Slow enough that the noise between batches averages out, quick enough to move by e in a hundred steps far from C.
    private const double Rate = 0.01;

    /// <summary>The smallest weight: one that went on falling while an encoder has not learnt to say anything yet would take as long to
    /// come back.</summary>
    public const double Least = 1e-3;

    /// <summary>The largest weight.</summary>
    public const double Most = 1000;

    private const double Near = 0.1;

    /// <summary>Whether a KL is within a tenth of the target.</summary>
    public static bool IsMet(double kl, double target) => Math.Abs(kl - target) <= Near * target;

    /// <summary>The weight of the next step.</summary>
    /// <param name="weight">That of the step that was made.</param>
    /// <param name="kl">Its KL, the mean over the batch, nats.</param>
    /// <param name="target">C, nats.</param>
    public static double WeightAfter(double weight, double kl, double target) =>
        Math.Clamp(weight * Math.Exp(Rate * Math.Clamp((kl - target) / target, -1, 1)), Least, Most);
}
