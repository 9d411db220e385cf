using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>
/// What probes read of the sentences, and the probes that read it. The penalty of a probe is chosen on a fifth of the training
/// sentences that the others were trained on without, by squared error or cross-entropy; then all are trained on.
/// </summary>
internal sealed class ProbeFeatures
{
    // A sentence each; the strongest first, which is taken where others are no better.
    private static readonly double[] Penalties = [1, 0.1, 0.01, 0.001];

    private readonly PrincipalAxes _part;
    private readonly torch.Tensor _heldOut;
    private readonly PrincipalAxes _all;
    private readonly torch.Tensor _measured;

    /// <summary>Prepares features, float64 [sentences, features].</summary>
    /// <param name="training">Those of the sentences to train on, in an order that means nothing.</param>
    /// <param name="measured">Those of the sentences to be tried on.</param>
    public ProbeFeatures(torch.Tensor training, torch.Tensor measured)
    {
        var part = (training.shape[0] * 4 / 5) + 1;
        _part = new PrincipalAxes(training.narrow(0, 0, part));
        _heldOut = _part.Project(training.narrow(0, part, training.shape[0] - part));
        _all = new PrincipalAxes(training);
        _measured = _all.Project(measured);
    }

    /// <summary>The scores that a trained probe gives to the measured sentences, [sentences, scores].</summary>
    /// <param name="classes">How many classes the target has; 0 for a number.</param>
    /// <param name="target">The value of each sentence to train on.</param>
    public torch.Tensor Scores(int classes, double[] target)
    {
        var part = target[..(int)_part.Training.shape[0]];
        using var heldOut = torch.tensor(target[part.Length..]);
        var best = heldOut.numel() == 0 ? Penalties[0] : Penalties.MinBy(penalty =>
        {
            using var scope = torch.NewDisposeScope();
            return Loss(Fit(_part, classes, part, penalty).Scores(_heldOut), classes, heldOut);
        });
        return Fit(_all, classes, target, best).Scores(_measured);
    }

    private static LinearModel Fit(PrincipalAxes axes, int classes, double[] target, double penalty)
    {
        var values = torch.tensor(target);
        return classes == 0
            ? RidgeRegression.Fit(axes, values, penalty * target.Length)
            : LogisticRegression.Fit(axes, values.to(torch.ScalarType.Int64), classes, penalty * target.Length);
    }

    private static double Loss(torch.Tensor scores, int classes, torch.Tensor target) =>
        (classes == 0
            ? (scores.squeeze(1) - target).square().mean()
            : torch.nn.functional.cross_entropy(scores, target.to(torch.ScalarType.Int64))).ToDouble();
}
