namespace TextVae.Evaluation;

/// <summary>What the sentences that were taken contribute to the information, nats; their means are the figures.</summary>
/// <param name="MutualInformation">E_q[ln q(z|x) − ln q(z)] of each.</param>
/// <param name="MarginalKl">E_q[ln q(z) − ln p(z)] of each.</param>
internal sealed record LatentInformation(double[] MutualInformation, double[] MarginalKl);
