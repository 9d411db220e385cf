using System.Numerics;
using TorchSharp;

namespace TextVae.Training;

/// <summary>
/// Stochastic gradient descent, with momentum as libtorch has it (Sutskever et al. 2013 with the rate outside):
/// g ← g + λθ, m ← μm + g, θ ← θ − αm. Without momentum m is g, and nothing is kept.
/// </summary>
/// <param name="model">Whose parameters.</param>
/// <param name="momentum">μ, below 1.</param>
/// <param name="weightDecay">λ.</param>
/// <param name="average">How much of the average an update keeps, below 1; 0 for no average.</param>
internal sealed class Sgd(torch.nn.Module model, double momentum = 0, double weightDecay = 0, double average = 0)
    : Optimizer(model, momentum > 0 ? ["momentum"] : [], average)
{
    internal override string Name => "sgd";

    private protected override IUpdate NewUpdate(double learningRate, long updates) =>
        new Update((float)learningRate, (float)momentum, (float)weightDecay);

    /// <param name="Rate">α.</param>
    /// <param name="Momentum">μ.</param>
    /// <param name="Decay">λ.</param>
    private sealed record Update(float Rate, float Momentum, float Decay) : IUpdate
    {
        public void Run(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float factor)
        {
            var i = 0;
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var value = new Vector<float>(values[i..]);
                var m = (new Vector<float>(gradients[i..]) * factor) + (value * Decay);
                if (first.Length > 0)
                {
                    m += new Vector<float>(first[i..]) * Momentum;
                    m.CopyTo(first[i..]);
                }

                (value - (m * Rate)).CopyTo(values[i..]);
            }

            for (; i < values.Length; i++)
            {
                var m = (gradients[i] * factor) + (values[i] * Decay);
                if (first.Length > 0)
                    first[i] = m += first[i] * Momentum;
                values[i] -= m * Rate;
            }
        }

        public void Run(torch.Tensor parameter, torch.Tensor gradient, IReadOnlyList<torch.Tensor> moments)
        {
            var m = gradient.Plus(parameter.Times(Decay));
            if (moments.Count > 0)
                m = moments[0].MultiplyInPlace(Momentum).AddInPlace(m);
            parameter.sub_(m.Times(Rate));
        }
    }
}
