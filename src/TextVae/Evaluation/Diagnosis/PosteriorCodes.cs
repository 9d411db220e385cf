using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation.Diagnosis;

/// <summary>A z ~ q(z|x) of each of some sentences, and what their posteriors are like on the whole.</summary>
internal sealed class PosteriorCodes(int sentences, int latent)
{
    private readonly float[] _z = new float[sentences * latent];
    private readonly double[] _variance = new double[latent];
    private double _kl;

    /// <summary>Mean over sentences of KL(q(z|x) ‖ p(z)), nats.</summary>
    public double Kl => _kl / sentences;

    /// <summary>σ², the mean over sentences, [latent].</summary>
    public double[] MeanVariance => Array.ConvertAll(_variance, sum => sum / sentences);

    /// <summary>Takes up a batch.</summary>
    /// <param name="places">The place of each of its sentences.</param>
    /// <param name="posterior">q(z|x).</param>
    /// <param name="z">[batch, latent].</param>
    public void Add(int[] places, GaussianPosterior posterior, torch.Tensor z)
    {
        var values = z.cpu().contiguous().data<float>().ToArray();
        foreach (var (row, place) in places.Index())
            values.AsSpan(row * latent, latent).CopyTo(_z.AsSpan(place * latent));
        var variance = posterior.LogVariance.exp().sum([0L], type: torch.ScalarType.Float64).cpu().data<double>().ToArray();
        for (var i = 0; i < latent; i++)
            _variance[i] += variance[i];
        _kl += posterior.KlToPrior().sum(torch.ScalarType.Float64).item<double>();
    }

    /// <summary>The z of some places, [places, latent].</summary>
    public torch.Tensor Of(int[] places)
    {
        var values = new float[places.Length * latent];
        foreach (var (row, place) in places.Index())
            _z.AsSpan(place * latent, latent).CopyTo(values.AsSpan(row * latent));
        return torch.tensor(values, [places.Length, latent]);
    }
}
