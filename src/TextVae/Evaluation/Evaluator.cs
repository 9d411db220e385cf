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
        var (reconstruction, kl, tokens, sentences) = (0.0, 0.0, 0L, 0);
        foreach (var indices in BatchPlan.InOrderOfLength(lengths, options.Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = Batch.Of(split, indices);
            foreach (var sentence in Measure(batch))
            {
                reconstruction += sentence.Reconstruction;
                kl += sentence.Kl;
            }

            tokens += batch.Tokens;
            sentences += batch.Size;
            progress?.Report((double)sentences / lengths.Length);
        }

        return new EvaluationReport
        {
            Sentences = sentences,
            Tokens = tokens,
            Samples = model is VariationalAutoencoder ? options.Samples : 0,
            Reconstruction = reconstruction / sentences,
            Kl = kl / sentences,
        };
    }

    /// <summary>Both parts of equation 3 for each sentence of a batch, in its order.</summary>
    public SentenceBound[] Measure(Batch batch)
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
            using var inner = torch.NewDisposeScope();
            var epsilon = SentenceNoise.Of(batch, model.Options.Latent, sample, options.Seed);
            var ofSample = Numbers(autoencoder.Reconstruction(batch, posterior.Sample(epsilon)));
            for (var i = 0; i < reconstruction.Length; i++)
                reconstruction[i] += ofSample[i] / (double)options.Samples;
        }

        return [.. reconstruction.Zip(kl, (part, divergence) => new SentenceBound(part, divergence))];
    }

    private static float[] Numbers(torch.Tensor tensor) => tensor.data<float>().ToArray();
}

/// <summary>The two parts of the bound of one sentence, in nats.</summary>
/// <param name="Reconstruction">E_q[−ln p(x|z)], the mean over samples; −ln p(x) for a language model.</param>
/// <param name="Kl">KL(q(z|x) ‖ p(z)); 0 for a language model.</param>
public sealed record SentenceBound(double Reconstruction, double Kl);
