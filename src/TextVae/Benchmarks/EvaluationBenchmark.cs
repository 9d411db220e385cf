using System.Diagnostics.CodeAnalysis;
using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Models;

namespace TextVae.Benchmarks;

/// <summary>
/// How fast the importance-weighted bound is measured: tokens are the predicted ones, each as often as there are samples
/// of z.
/// </summary>
public sealed record EvaluationSpeed : Speed
{
    [SetsRequiredMembers]
    internal EvaluationSpeed(Measurements measured, ModelOptions model, int words, EvaluationOptions options, double sentenceTokens)
        : base(measured, model, words)
    {
        // One sample more than the estimate takes stands for the plain bound.
        Samples = options.Iw + options.Samples;
        FlopPerToken = ModelCost.Decoder(model, words) + (ModelCost.Encoder(model) / Samples);
        SentencesPerSecond = TokensPerSecond / Samples / sentenceTokens;
    }

    /// <summary>Samples of z a sentence, the one of the plain bound among them.</summary>
    public int Samples { get; }

    /// <summary>Sentences a second, at the split's mean length.</summary>
    public double SentencesPerSecond { get; }
}

/// <summary>Measures a fresh model's importance-weighted bound for a while.</summary>
public static class EvaluationBenchmark
{
    /// <summary>Goes through batches of a split, in an order drawn once, for about so many seconds after one batch.</summary>
    /// <param name="model">The model's sizes; an autoencoder's.</param>
    /// <param name="options">Sentences of a batch and samples of the estimate.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="split">The split that is used.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between products.</param>
    /// <exception cref="RecipeException">The model is a language model, whose likelihood needs no samples.</exception>
    /// <exception cref="DataException">The split has no sentence.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EvaluationSpeed Run(
        ModelOptions model, EvaluationOptions options, Dataset dataset, Split split, double seconds,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (model.Kind != ModelKind.Vae)
            throw new RecipeException("A language model's likelihood is exact and needs no samples. Take a recipe of kind \"vae\".");
        var store = dataset[split];
        if (store.Count == 0)
            throw new DataException("This split has no sentence, so there is nothing to measure. Choose another with --split.");
        using var network = TextModel.Create(model, dataset.Vocabulary.Count, seed: 1, dataset.Labels.Count);
        // The plain bound of one sample is measured along with the estimate.
        var measured = options with { Samples = 1 };
        var evaluator = new Evaluator(network, measured);
        var lengths = Enumerable.Range(0, store.Count).Select(store.LengthOf).ToArray();
        var batches = BatchPlan.InOrderOfLength(lengths, options.Batch);
        new RandomStream(1).Shuffle<int[]>(batches);
        var next = 0;
        long Step()
        {
            using var batch = Batch.Of(store, batches[next++ % batches.Length]);
            evaluator.Measure(batch, cancellation);
            return batch.Tokens * (measured.Iw + 1L);
        }

        return new EvaluationSpeed(
            Measurements.Of(Measurements.Endless(Step), warmUp: 1, seconds, progress, cancellation), model,
            dataset.Vocabulary.Count, measured, lengths.Average() + 1);
    }
}
