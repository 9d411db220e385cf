using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>
/// Features standardised by the sentences of a training set and turned to its principal axes, where XᵀX is diagonal. The
/// turn changes no penalised linear model, and makes each cheap to fit under any penalty. Every feature counts alike
/// whatever its scale; one that never varies counts nothing.
/// </summary>
internal sealed class PrincipalAxes
{
    private readonly torch.Tensor _mean;
    private readonly torch.Tensor _turn;

    /// <summary>Finds the axes of features, float64 [sentences, features].</summary>
    public PrincipalAxes(torch.Tensor features)
    {
        _mean = features.mean([0L]);
        var centred = features - _mean;
        var deviation = centred.Square().mean([0L]).sqrt();
        var scale = torch.where(deviation.gt(torch.tensor(1e-12)), deviation.reciprocal(), torch.zeros_like(deviation));
        var standard = centred * scale;
        var (values, vectors) = torch.linalg.eigh(standard.t().matmul(standard));
        Squares = values.relu();
        _turn = scale.unsqueeze(1) * vectors;
        Training = centred.matmul(_turn);
    }

    /// <summary>The training set on its axes, [sentences, features]; its columns sum to 0.</summary>
    public torch.Tensor Training { get; }

    /// <summary>The sums of squares of its columns, [features].</summary>
    public torch.Tensor Squares { get; }

    /// <summary>Other sentences on the same axes.</summary>
    /// <param name="features">float64 [sentences, features].</param>
    public torch.Tensor Project(torch.Tensor features) => (features - _mean).matmul(_turn);
}
