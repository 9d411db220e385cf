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

    private readonly torch.Tensor _training;
    private readonly torch.Tensor _measured;
    private readonly FeatureRows _trainingRows;
    private readonly FeatureRows _measuredRows;
    private readonly int _part;

    /// <summary>Prepares features, float64 [sentences, features], which have to live as long as this.</summary>
    /// <param name="training">Those of the sentences to train on, in an order that means nothing.</param>
    /// <param name="measured">Those of the sentences to be tried on.</param>
    public ProbeFeatures(torch.Tensor training, torch.Tensor measured)
    {
        (_training, _measured) = (training, measured);
        (_trainingRows, _measuredRows) = (FeatureRows.Of(training), FeatureRows.Of(measured));
        _part = (_trainingRows.Count * 4 / 5) + 1;
    }

    /// <summary>The scores that a trained probe gives to the measured sentences, [sentences, scores].</summary>
    /// <param name="classes">How many classes the target has; 0 for a number.</param>
    /// <param name="target">The value of each sentence to train on.</param>
    /// <param name="cancellation">Stops between steps of the training.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public torch.Tensor Scores(int classes, double[] target, CancellationToken cancellation = default) => classes == 0
        ? NumberScores(target)
        : torch.tensor(ClassScores(classes, Array.ConvertAll(target, value => (int)value), cancellation), [_measuredRows.Count, classes]);

    private torch.Tensor NumberScores(double[] target)
    {
        var part = new PrincipalAxes(_training.narrow(0, 0, Math.Min(_part, target.Length)));
        using var heldOut = torch.tensor(target[Math.Min(_part, target.Length)..]);
        var best = heldOut.numel() == 0 ? Penalties[0] : Penalties.MinBy(penalty =>
        {
            using var scope = torch.NewDisposeScope();
            var scores = Fit(part, target[.._part], penalty).Scores(part.Project(_training.narrow(0, _part, heldOut.numel())));
            return (scores.squeeze(1) - heldOut).Square().mean().ToDouble();
        });
        var all = new PrincipalAxes(_training);
        return Fit(all, target, best).Scores(all.Project(_measured));
    }

    private double[] ClassScores(int classes, int[] target, CancellationToken cancellation) =>
        LogisticRegression.FitBest(_trainingRows, target, classes, Penalties, cancellation).Scores(_measuredRows);

    private static LinearModel Fit(PrincipalAxes axes, double[] target, double penalty) =>
        RidgeRegression.Fit(axes, torch.tensor(target), penalty * target.Length);
}
