using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>Measures a model on a split: sums over sentences first, one division at the end.</summary>
public sealed class Evaluator(TextModel model, EvaluationOptions options)
{
    /// <summary>Every figure of the report.</summary>
    /// <param name="split">The sentences.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="DataException">The split has no sentence.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationReport Evaluate(
        TokenStore split, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (split.Count == 0)
            throw new DataException("This split has no sentence, so there is nothing to measure. Choose another with --split.");
        var lengths = new int[split.Count];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = split.LengthOf(i);
        var measured = new List<SentenceBound>(split.Count);
        var tokens = 0L;
        foreach (var indices in BatchPlan.InOrderOfLength(lengths, options.Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = Batch.Of(split, indices);
            measured.AddRange(Measure(batch, cancellation));
            tokens += batch.Tokens;
            progress?.Report((double)measured.Count / lengths.Length);
            FreedMemory.Bound();
        }

        var isWeighted = options.Iw > 0 && model is VariationalAutoencoder;
        return new EvaluationReport
        {
            Sentences = measured.Count,
            Tokens = tokens,
            Samples = model is VariationalAutoencoder ? options.Samples : 0,
            Reconstruction = measured.Average(sentence => sentence.Reconstruction),
            Kl = measured.Average(sentence => sentence.Kl),
            NllIw = isWeighted ? measured.Average(sentence => sentence.Weighted!.NegativeLogLikelihood) : null,
            IwSamples = isWeighted ? options.Iw : null,
            IwEss = isWeighted ? measured.Average(sentence => sentence.Weighted!.EffectiveSamples) : null,
            MiBound = measured.Average(sentence => sentence.Information),
        };
    }

    /// <summary>The figures of each sentence of a batch, in its order.</summary>
    /// <param name="batch">The sentences.</param>
    /// <param name="cancellation">Stops between samples.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public SentenceBound[] Measure(Batch batch, CancellationToken cancellation = default)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        if (model is not VariationalAutoencoder autoencoder)
            return [.. Numbers(model.Reconstruction(batch, z: null)).Select(nll => new SentenceBound(nll, 0))];
        var posterior = autoencoder.Encode(batch);
        using var likelihood = new SampledLikelihood(autoencoder, batch, options.Seed);
        var reconstruction = new double[batch.Size];
        var information = autoencoder.Information is null ? null : new double[batch.Size];
        foreach (var sample in likelihood.Samples(
            posterior, first: 0, options.Samples, withInformation: information is not null, cancellation))
        {
            AddShares(sample.NegativeLogLikelihood, reconstruction);
            if (information is not null)
                AddShares(sample.Information!, information);
        }

        var kl = Numbers(posterior.KlToPrior());
        var weighted = options.Iw > 0 ? ImportanceWeighted(likelihood, batch, posterior, cancellation) : null;
        return [.. reconstruction.Select((part, i) => new SentenceBound(part, kl[i], weighted?[i], information?[i]))];
    }

    /// <summary>ln w_i = ln p(x|z_i) + ln p(z_i) − ln q(z_i|x) of every sample, gathered a sentence.</summary>
    private ImportanceEstimate[] ImportanceWeighted(
        SampledLikelihood likelihood, Batch batch, GaussianPosterior posterior, CancellationToken cancellation)
    {
        var prior = new GaussianPosterior(posterior.Mu.zeros_like(), posterior.LogVariance.zeros_like());
        var estimates = Enumerable.Range(0, batch.Size).Select(_ => new ImportanceWeights()).ToArray();
        foreach (var (z, nll, _) in likelihood.Samples(
            posterior, options.Samples, options.Iw, withInformation: false, cancellation))
        {
            var logWeights = Numbers(prior.LogDensity(z) - posterior.LogDensity(z) - nll);
            for (var i = 0; i < logWeights.Length; i++)
                estimates[i % batch.Size].Add(logWeights[i]);
        }

        return Array.ConvertAll(estimates, estimate => estimate.Estimate());
    }

    /// <summary>Adds each sample's share, [samples, batch], to the means of the sentences.</summary>
    private void AddShares(torch.Tensor ofSamples, double[] means)
    {
        var numbers = Numbers(ofSamples);
        for (var i = 0; i < numbers.Length; i++)
            means[i % means.Length] += numbers[i] / (double)options.Samples;
    }

    private static float[] Numbers(torch.Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();
}
