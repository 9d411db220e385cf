using TextVae.Distributed;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>
/// Batch normalisation with a scale that stays (Ioffe and Szegedy 2015; Zhu et al. 2020, §3): each feature of a batch gets
/// mean β, which is learnt, and standard deviation γ, which is not. In a step of training mean and variance are the
/// batch's; everywhere else they are running ones, so that what is made of a sentence does not depend on its batch.
/// </summary>
internal sealed class BatchNormalization : torch.nn.Module
{
    private const double Momentum = 0.1;

    // No larger, although the usual value is 1e-5: an encoder's means vary little at first, and one that brings their variance
    // below it has escaped the scale, and collapses.
    private const double Epsilon = 1e-12;

    private readonly double _scale;

    /// <param name="features">Features of what is normalised.</param>
    /// <param name="scale">γ.</param>
    public BatchNormalization(long features, double scale)
        : base(nameof(BatchNormalization))
    {
        _scale = scale;
        register_parameter("shift", Shift = Initialisation.Constant(0, features));
        register_buffer("running_mean", torch.zeros(features));
        register_buffer("running_variance", torch.ones(features));
    }

    /// <summary>β, [features].</summary>
    public Parameter Shift { get; }

    // Asked for by name: in fields TorchSharp would take them for buffers of other names too.
    private torch.Tensor RunningMean => get_buffer("running_mean")!;

    private torch.Tensor RunningVariance => get_buffer("running_variance")!;

    /// <summary>Normalises; in a step of training, the running statistics take in those of the batch.</summary>
    /// <param name="values">[batch, features].</param>
    /// <param name="share">Which part of the step's batch they are of: the statistics are those of all of it. Null for a whole batch.</param>
    /// <returns>[batch, features].</returns>
    public torch.Tensor Forward(torch.Tensor values, BatchShare? share = null)
    {
        var sentences = share?.Size ?? values.shape[0];
        // One sentence has no variance: it is seen as an evaluation sees it.
        if (!training || sentences == 1)
            return Normalized(values, RunningMean, RunningVariance);
        var mean = Mean(values);
        var variance = Mean((values - mean).Square());
        using (torch.no_grad())
        {
            RunningMean.MultiplyInPlace(1 - Momentum).AddInPlace(mean.Times(Momentum));
            RunningVariance.MultiplyInPlace(1 - Momentum).AddInPlace(variance.Times(Momentum * sentences / (sentences - 1)));
        }

        return Normalized(values, mean, variance);

        torch.Tensor Mean(torch.Tensor ofSentences) => share?.MeanOfAll(ofSentences) ?? ofSentences.mean([0L]);
    }

    /// <summary>What values less their mean are multiplied by: γ over the standard deviation.</summary>
    /// <param name="variance">[features].</param>
    /// <param name="scale">γ.</param>
    internal static torch.Tensor Scale(torch.Tensor variance, double scale) => variance.Plus(Epsilon).sqrt().reciprocal().Times(scale);

    private torch.Tensor Normalized(torch.Tensor values, torch.Tensor mean, torch.Tensor variance) =>
        ((values - mean) / variance.Plus(Epsilon).sqrt()).Times(_scale).Plus(Shift);
}
