using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>A learnt prior N(m, Σ) in float64: its density, and each dimension by itself.</summary>
internal sealed class PriorDensity
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly double[] _mean;
    private readonly double[] _whitening;
    private readonly double[] _variance;
    private readonly double _logScale;

    private PriorDensity(LatentGaussian gaussian)
    {
        _mean = Doubles(gaussian.Mean);
        _whitening = Doubles(gaussian.Whitening);
        _variance = Doubles(gaussian.MarginalVariance());
        _logScale = Enumerable.Range(0, _mean.Length).Sum(i => Math.Log(_whitening[(i * _mean.Length) + i]));
    }

    /// <summary>The prior of a model; null for N(0, I).</summary>
    public static PriorDensity? Of(VariationalAutoencoder model)
    {
        if (model.Prior is null)
            return null;
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        return new PriorDensity(model.Prior.Gaussian());
    }

    /// <summary>ln p(z), nats.</summary>
    /// <param name="z">[latent].</param>
    public double LogDensity(ReadOnlySpan<double> z)
    {
        var density = _logScale;
        for (var i = 0; i < z.Length; i++)
        {
            // W is lower triangular.
            var whitened = 0.0;
            for (var j = 0; j <= i; j++)
                whitened += _whitening[(i * z.Length) + j] * (z[j] - _mean[j]);
            density -= 0.5 * ((whitened * whitened) + LogTwoPi);
        }

        return density;
    }

    /// <summary>The variance of a dimension by itself.</summary>
    public double VarianceOf(int i) => _variance[i];

    /// <summary>D[N(μ, σ²) ‖ p(z_i)] of a dimension by itself, nats.</summary>
    public double KlOfDimension(int i, double mu, double logVariance)
    {
        var distance = mu - _mean[i];
        return 0.5 * (((Math.Exp(logVariance) + (distance * distance)) / _variance[i]) - 1 - logVariance + Math.Log(_variance[i]));
    }

    private static double[] Doubles(torch.Tensor tensor) => tensor.to(torch.ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
}
