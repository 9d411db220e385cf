using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>
/// Equation 3 and the importance-weighted estimate, sentence by sentence, from samples of q(z|x). It knows of the decoder only
/// what p(x|z) is, so a model whose likelihood is known in closed form can be measured by the same code.
/// </summary>
internal sealed class BoundEstimator(EvaluationOptions options)
{
    /// <summary>The figures of each sentence, in the order of the posterior.</summary>
    /// <param name="posterior">q(z|x).</param>
    /// <param name="likelihood">p(x|z) of the same sentences.</param>
    /// <param name="cancellation">Stops between samples.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public SentenceBound[] Measure(
        GaussianPosterior posterior, IConditionalLikelihood likelihood, CancellationToken cancellation = default)
    {
        var size = likelihood.Sentences.Count;
        var reconstruction = new double[size];
        var information = likelihood.HasInformation ? new double[size] : null;
        foreach (var sample in Samples(posterior, likelihood, 0, options.Samples, likelihood.HasInformation, cancellation))
        {
            AddShares(sample.NegativeLogLikelihood, reconstruction);
            if (information is not null)
                AddShares(sample.Information!, information);
        }

        var kl = Numbers(posterior.KlToPrior());
        var weighted = options.Iw > 0 ? ImportanceWeighted(posterior, likelihood, cancellation) : null;
        return
        [
            .. reconstruction.Select((part, i) => new SentenceBound(
                likelihood.Tokens[i], part, kl[i], weighted?[i], information?[i])),
        ];
    }

    /// <summary>The numbers of a tensor, wherever it is.</summary>
    public static float[] Numbers(torch.Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();

    /// <summary>ln w_i = ln p(x|z_i) + ln p(z_i) − ln q(z_i|x) of every sample, gathered a sentence.</summary>
    private ImportanceEstimate[] ImportanceWeighted(
        GaussianPosterior posterior, IConditionalLikelihood likelihood, CancellationToken cancellation)
    {
        var weights = likelihood.Sentences.Select(_ => new ImportanceWeights(options.Iw)).ToArray();
        foreach (var (z, nll, _) in Samples(
            posterior, likelihood, options.Samples, options.Iw, withInformation: false, cancellation))
        {
            var logWeights = Numbers(-posterior.LogRatioToPrior(z) - nll);
            for (var i = 0; i < logWeights.Length; i++)
                weights[i % weights.Length].Add(logWeights[i]);
        }

        return Array.ConvertAll(weights, ofSentence => ofSentence.Estimate());
    }

    /// <summary>Goes through samples of z, as many at once as fit memory.</summary>
    /// <returns>For some samples at a time z, [samples, batch, latent], and what the likelihood says of it.</returns>
    private IEnumerable<(torch.Tensor Z, torch.Tensor NegativeLogLikelihood, torch.Tensor? Information)> Samples(
        GaussianPosterior posterior, IConditionalLikelihood likelihood, int first, int count, bool withInformation,
        CancellationToken cancellation)
    {
        var latent = (int)posterior.Mu.shape[1];
        var most = likelihood.SamplesAtOnce;
        for (var sample = 0; sample < count; sample += most)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var noise = SentenceNoise.Of(
                likelihood.Sentences, latent, first + sample, Math.Min(most, count - sample), options.Seed);
            var z = posterior.Sample(noise);
            var (nll, information) = likelihood.Of(z, withInformation);
            yield return (z, nll, information);
        }
    }

    /// <summary>Adds each sample's share, [samples, batch], to the means of the sentences.</summary>
    private void AddShares(torch.Tensor ofSamples, double[] means)
    {
        var numbers = Numbers(ofSamples);
        for (var i = 0; i < numbers.Length; i++)
            means[i % means.Length] += numbers[i] / (double)options.Samples;
    }
}
