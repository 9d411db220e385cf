using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>Least squares with ½ penalty · |w|², and an intercept that costs nothing; in closed form.</summary>
internal static class RidgeRegression
{
    /// <summary>w = (XᵀX + penalty · I)⁻¹ Xᵀy, which divides axis by axis.</summary>
    /// <param name="axes">The features to train on.</param>
    /// <param name="target">y of each sentence, float64 [sentences].</param>
    /// <param name="penalty">Above 0.</param>
    public static LinearModel Fit(PrincipalAxes axes, torch.Tensor target, double penalty)
    {
        var mean = target.mean();
        var weights = axes.Training.t().matmul(target - mean) / axes.Squares.Plus(penalty);
        return new LinearModel(weights.unsqueeze(1), mean.unsqueeze(0));
    }
}
