using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>
/// Multinomial logistic regression: the cross-entropy of all sentences with ½ penalty · |W|², and intercepts that cost
/// nothing. The Hessian is never above ½ XᵀX for any class (Böhning 1992), and that is diagonal here, so every step divides
/// axis by axis and needs no line search. Nesterov's momentum, dropped wherever it points uphill, makes the steps few.
/// </summary>
internal static class LogisticRegression
{
    private const int MaximumSteps = 2000;

    // The largest slope of the mean loss that counts as none.
    private const double Tolerance = 1e-5;

    /// <summary>The minimum, which is the only one.</summary>
    /// <param name="axes">The features to train on.</param>
    /// <param name="target">The class of each sentence, int64 [sentences].</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="penalty">Above 0.</param>
    public static LinearModel Fit(PrincipalAxes axes, torch.Tensor target, int classes, double penalty)
    {
        using var scope = torch.NewDisposeScope();
        var sentences = axes.Training.shape[0];
        var wanted = torch.nn.functional.one_hot(target, classes).to(torch.ScalarType.Float64);
        var weights = torch.zeros([axes.Training.shape[1], classes], torch.ScalarType.Float64);
        var intercepts = torch.zeros([classes], torch.ScalarType.Float64);
        var (aheadWeights, aheadIntercepts, momentum) = (weights, intercepts, 1.0);
        var curvature = ((0.5 * axes.Squares) + penalty).unsqueeze(1);
        for (var step = 0; step < MaximumSteps; step++)
        {
            using var inner = torch.NewDisposeScope();
            var surplus = (axes.Training.matmul(aheadWeights) + aheadIntercepts).softmax(1) - wanted;
            var slopes = axes.Training.t().matmul(surplus) + (penalty * aheadWeights);
            var interceptSlopes = surplus.sum([0L]);
            var nextWeights = aheadWeights - (slopes / curvature);
            var nextIntercepts = aheadIntercepts - (interceptSlopes / (0.5 * sentences));
            var (stepWeights, stepIntercepts) = (nextWeights - weights, nextIntercepts - intercepts);
            var isUphill = ((slopes * stepWeights).sum() + (interceptSlopes * stepIntercepts).sum()).ToDouble() > 0;
            var next = isUphill ? 1 : (1 + Math.Sqrt(1 + (4 * momentum * momentum))) / 2;
            var carried = isUphill ? 0 : (momentum - 1) / next;
            (weights, intercepts, momentum) = (nextWeights, nextIntercepts, next);
            (aheadWeights, aheadIntercepts) = (weights + (carried * stepWeights), intercepts + (carried * stepIntercepts));
            foreach (var kept in new[] { weights, intercepts, aheadWeights, aheadIntercepts })
                kept.MoveToOuterDisposeScope();
            var steepest = Math.Max(slopes.abs().max().ToDouble(), interceptSlopes.abs().max().ToDouble());
            if (steepest < Tolerance * sentences)
                break;
        }

        return new LinearModel(weights.MoveToOuterDisposeScope(), intercepts.MoveToOuterDisposeScope());
    }
}
