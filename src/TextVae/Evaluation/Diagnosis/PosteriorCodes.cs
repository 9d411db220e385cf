using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation.Diagnosis;

/// <summary>A z ~ q(z|x) of each of some sentences, and what their posteriors are like on the whole.</summary>
internal sealed class PosteriorCodes(int sentences, int latent)
{
    private readonly float[] _z = new float[sentences * latent];
    private readonly double[] _width = new double[latent];

    // In the space in which the prior is N(0, I), where a KL is what it is here.
    private readonly double[] _variance = new double[latent];
    private readonly double[] _mean = new double[latent];
    private readonly double[] _square = new double[latent];
    private double _kl;

    /// <summary>Mean over sentences of KL(q(z|x) ‖ p(z)), nats.</summary>
    public double Kl => _kl / sentences;

    /// <summary>σ² over the prior's variance, the mean over sentences, [latent].</summary>
    public double[] MeanVariance => Array.ConvertAll(_width, sum => sum / sentences);

    /// <summary>½ Σ (s² + m² − 1 − ln s²) over dimensions, with the mean m and the variance s² of all posteriors together.</summary>
    public double MarginalKlBound => Enumerable.Range(0, latent).Sum(i =>
    {
        var mean = _mean[i] / sentences;
        // E[σ²] + Var[μ]: the law of total variance.
        var variance = ((_variance[i] + _square[i]) / sentences) - (mean * mean);
        return 0.5 * (variance + (mean * mean) - 1 - Math.Log(variance));
    });

    /// <summary>Takes up a batch.</summary>
    /// <param name="places">The place of each of its sentences.</param>
    /// <param name="posterior">q(z|x).</param>
    /// <param name="z">[batch, latent].</param>
    public void Add(int[] places, GaussianPosterior posterior, torch.Tensor z)
    {
        var values = z.cpu().contiguous().data<float>().ToArray();
        foreach (var (row, place) in places.Index())
            values.AsSpan(row * latent, latent).CopyTo(_z.AsSpan(place * latent));
        var variance = posterior.LogVariance.exp();
        AddSum(_width, posterior.Prior is null ? variance : variance / posterior.Prior.MarginalVariance());
        AddSum(_variance, posterior.Prior?.WhitenedVariance(variance) ?? variance);
        var mean = posterior.Prior?.Whitened(posterior.Mu) ?? posterior.Mu;
        AddSum(_mean, mean);
        AddSum(_square, mean.to(torch.ScalarType.Float64).Square());
        _kl += posterior.KlToPrior().sum(torch.ScalarType.Float64).item<double>();
    }

    private static void AddSum(double[] sums, torch.Tensor values)
    {
        foreach (var (i, sum) in values.sum([0L], type: torch.ScalarType.Float64).cpu().data<double>().ToArray().Index())
            sums[i] += sum;
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
