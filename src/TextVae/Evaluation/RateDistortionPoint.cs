using System.Text.Json.Serialization;

namespace TextVae.Evaluation;

/// <summary>
/// Where a model stands between telling everything and telling nothing (Alemi et al. 2018): rate + distortion is the bound, and
/// the weight of the KL term says what a nat of the one is worth in nats of the other.
/// </summary>
/// <param name="Run">What to call the model.</param>
/// <param name="Beta">The weight β of the KL term at the end of its training.</param>
/// <param name="Rate">KL(q(z|x) ‖ p(z)), nats a sentence.</param>
/// <param name="RateError">Its standard error over sentences; null where there is one alone.</param>
/// <param name="Distortion">E_q[−ln p(x|z)], nats a sentence.</param>
/// <param name="DistortionError">Its standard error over sentences.</param>
/// <param name="NllBound">Rate + distortion.</param>
/// <param name="MutualInformation">I_q(x; z), the part of the rate that tells sentences apart.</param>
/// <param name="ActiveUnits">Dimensions whose posterior mean varies.</param>
public sealed record RateDistortionPoint(
    string Run, double Beta, double Rate, [property: JsonPropertyName("rate_se")] double? RateError, double Distortion,
    [property: JsonPropertyName("distortion_se")] double? DistortionError, double NllBound, double MutualInformation, int ActiveUnits)
{
    /// <summary>The point of an autoencoder.</summary>
    /// <param name="run">What to call it.</param>
    /// <param name="beta">The weight of the KL term that it was trained with.</param>
    /// <param name="report">What was measured.</param>
    /// <exception cref="ArgumentException">The report is of a language model, which has no z.</exception>
    public static RateDistortionPoint Of(string run, double beta, EvaluationReport report)
    {
        if (report.MutualInformation is not { } information || report.ActiveUnits is not { } active)
            throw new ArgumentException("A language model has no z, and so no rate.", nameof(report));
        return new RateDistortionPoint(
            run, beta, report.Kl, ErrorOf("kl"), report.Reconstruction, ErrorOf("reconstruction"), report.NllBound, information, active);

        double? ErrorOf(string figure) => report.StandardErrors?[figure];
    }
}
