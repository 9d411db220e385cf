using System.Numerics;
using TorchSharp;

namespace TextVae.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
/// θ ← θ − α (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε), with β₁ 0.9, β₂ 0.999, ε 1e-8. Weight decay λ adds λθ to g as in
/// libtorch's Adam, or, decoupled, takes αλθ from θ (Loshchilov and Hutter 2019, algorithm 2).
/// </summary>
/// <param name="model">Whose parameters.</param>
/// <param name="weightDecay">λ.</param>
/// <param name="isDecoupled">Whether the decay leaves the gradient alone, which makes it AdamW.</param>
/// <param name="average">How much of the average an update keeps, below 1; 0 for no average.</param>
internal sealed class Adam(torch.nn.Module model, double weightDecay = 0, bool isDecoupled = false, double average = 0)
    : Optimizer(model, ["first", "second"], average)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    internal override string Name => "adam";

    private protected override IUpdate NewUpdate(double learningRate, long updates) => new Update(
        (float)(learningRate / (1 - Math.Pow(Beta1, updates))), (float)(1 / (1 - Math.Pow(Beta2, updates))),
        isDecoupled ? 0 : (float)weightDecay, isDecoupled ? (float)(1 - (learningRate * weightDecay)) : 1);

    /// <param name="Rate">α over the correction of m.</param>
    /// <param name="Correction">What v is multiplied with.</param>
    /// <param name="Decay">λ in the gradient.</param>
    /// <param name="Shrink">What θ is multiplied with.</param>
    private sealed record Update(float Rate, float Correction, float Decay, float Shrink) : IUpdate
    {
        public void Run(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float factor)
        {
            var i = 0;
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var value = new Vector<float>(values[i..]);
                var g = (new Vector<float>(gradients[i..]) * factor) + (value * Decay);
                var m = (new Vector<float>(first[i..]) * Beta1) + (g * (1 - Beta1));
                var v = (new Vector<float>(second[i..]) * Beta2) + (g * g * (1 - Beta2));
                m.CopyTo(first[i..]);
                v.CopyTo(second[i..]);
                var step = m * Rate / (Vector.SquareRoot(v * Correction) + new Vector<float>(Epsilon));
                ((value * Shrink) - step).CopyTo(values[i..]);
            }

            for (; i < values.Length; i++)
            {
                var g = (gradients[i] * factor) + (values[i] * Decay);
                first[i] = (first[i] * Beta1) + (g * (1 - Beta1));
                second[i] = (second[i] * Beta2) + (g * g * (1 - Beta2));
                values[i] = (values[i] * Shrink) - (first[i] * Rate / (MathF.Sqrt(second[i] * Correction) + Epsilon));
            }
        }

        public void Run(torch.Tensor parameter, torch.Tensor gradient, IReadOnlyList<torch.Tensor> moments)
        {
            var (first, second) = (moments[0], moments[1]);
            var g = gradient.Plus(parameter.Times(Decay));
            first.MultiplyInPlace(Beta1).AddInPlace(g.Times(1 - Beta1));
            second.MultiplyInPlace(Beta2).AddInPlace((g * g).Times(1 - Beta2));
            parameter.MultiplyInPlace(Shrink).sub_(first.Times(Rate) / second.Times(Correction).sqrt().Plus(Epsilon));
        }
    }
}
