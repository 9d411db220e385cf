using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>Scores that are linear in features on their axes.</summary>
/// <param name="Weights">[features, scores].</param>
/// <param name="Intercepts">[scores].</param>
internal sealed record LinearModel(torch.Tensor Weights, torch.Tensor Intercepts)
{
    /// <summary>The scores of sentences, [sentences, scores].</summary>
    /// <param name="projected">[sentences, features].</param>
    public torch.Tensor Scores(torch.Tensor projected) => projected.matmul(Weights).Plus(Intercepts);
}
