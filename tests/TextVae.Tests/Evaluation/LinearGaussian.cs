using TextVae.Evaluation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Evaluation;

/// <summary>
/// x_d = w z_d + s ε with z and ε of N(0, 1): ln p(x) and the true posterior are known in closed form.
/// </summary>
internal sealed class LinearGaussian : IConditionalLikelihood
{
    private const double Weight = 1.5;
    private const double Deviation = 0.8;

    private readonly torch.Tensor _x;

    /// <summary>Draws data of the model itself.</summary>
    public LinearGaussian(int sentences, int latent, int seed = 1)
    {
        var random = new RandomStream(seed);
        _x = torch.tensor(
            Enumerable.Range(0, sentences * latent)
                .Select(_ => (float)((Weight * random.NextNormal()) + (Deviation * random.NextNormal()))).ToArray(),
            [sentences, latent]);
        Sentences = [.. Enumerable.Range(0, sentences)];
    }

    public IReadOnlyList<int> Sentences { get; init; }

    public IReadOnlyList<int> Tokens => [.. Sentences.Select(_ => 1)];

    public int SamplesAtOnce { get; init; } = 64;

    public bool HasInformation => false;

    /// <summary>−ln p(x), nats, [batch].</summary>
    public double[] Exact => Doubles(LogNormal(_x, (Weight * Weight) + (Deviation * Deviation)).neg());

    /// <summary>p(z|x), moved and widened by so much.</summary>
    public GaussianPosterior Posterior(double shift = 0, double widening = 1)
    {
        var variance = 1 / (1 + (Weight * Weight / (Deviation * Deviation)));
        var mu = _x.Times(variance * Weight / (Deviation * Deviation));
        return new GaussianPosterior(mu.Plus(shift), torch.zeros_like(mu).Plus(Math.Log(variance * widening)));
    }

    /// <summary>KL of such a posterior from the true one, nats.</summary>
    public double Gap(double shift, double widening) =>
        0.5 * _x.shape[1] * (widening - 1 - Math.Log(widening) + (shift * shift * (1 + (Weight * Weight / (Deviation * Deviation)))));

    public (torch.Tensor NegativeLogLikelihood, torch.Tensor? Information) Of(torch.Tensor z, bool withInformation) =>
        (LogNormal(_x - z.Times(Weight), Deviation * Deviation).neg(), null);

    private static torch.Tensor LogNormal(torch.Tensor difference, double variance) =>
        difference.Square().Times(1 / variance).Plus(Math.Log(2 * Math.PI * variance)).sum([-1L]).Times(-0.5);

    private static double[] Doubles(torch.Tensor tensor) => Array.ConvertAll(Tiny.Floats(tensor), value => (double)value);
}
