using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>Measures a model on a split: sums over sentences first, one division at the end.</summary>
public sealed class Evaluator(TextModel model, EvaluationOptions options)
{
    /// <summary>Every figure of the report.</summary>
    /// <param name="split">The sentences.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationReport Evaluate(
        TokenStore split, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var lengths = new int[split.Count];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = split.LengthOf(i);
        var measured = new List<SentenceBound>(split.Count);
        var tokens = 0L;
        foreach (var indices in BatchPlan.InOrderOfLength(lengths, options.Batch))
        {
            using var batch = Batch.Of(split, indices);
            measured.AddRange(Measure(batch, cancellation));
            tokens += batch.Tokens;
            progress?.Report((double)measured.Count / lengths.Length);
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
        var kl = Numbers(posterior.KlToPrior());
        var reconstruction = new double[batch.Size];
        for (var sample = 0; sample < options.Samples; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = torch.NewDisposeScope();
            var ofSample = Numbers(autoencoder.Reconstruction(batch, posterior.Sample(Noise(batch, sample))));
            for (var i = 0; i < reconstruction.Length; i++)
                reconstruction[i] += ofSample[i] / (double)options.Samples;
        }

        var weighted = options.Iw > 0 ? ImportanceWeighted(autoencoder, batch, posterior, cancellation) : null;
        return [.. reconstruction.Select((part, i) => new SentenceBound(part, kl[i], weighted?[i]))];
    }

    /// <summary>ln w_i = ln p(x|z_i) + ln p(z_i) − ln q(z_i|x) of every sample, gathered a sentence.</summary>
    private ImportanceEstimate[] ImportanceWeighted(
        VariationalAutoencoder autoencoder, Batch batch, GaussianPosterior posterior, CancellationToken cancellation)
    {
        var prior = new GaussianPosterior(posterior.Mu.zeros_like(), posterior.LogVariance.zeros_like());
        var estimates = Enumerable.Range(0, batch.Size).Select(_ => new ImportanceWeights()).ToArray();
        for (var sample = 0; sample < options.Iw; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = torch.NewDisposeScope();
            var z = posterior.Sample(Noise(batch, options.Samples + sample));
            var logWeights = Numbers(
                prior.LogDensity(z) - posterior.LogDensity(z) - autoencoder.Reconstruction(batch, z));
            for (var i = 0; i < estimates.Length; i++)
                estimates[i].Add(logWeights[i]);
        }

        return Array.ConvertAll(estimates, estimate => estimate.Estimate());
    }

    private torch.Tensor Noise(Batch batch, int sample) =>
        SentenceNoise.Of(batch, model.Options.Latent, sample, options.Seed);

    private static float[] Numbers(torch.Tensor tensor) => tensor.data<float>().ToArray();
}
