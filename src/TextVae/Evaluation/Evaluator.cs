using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Models;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>Measures a model on a split: sums over sentences first, one division at the end.</summary>
public sealed class Evaluator
{
    private readonly TextModel _model;
    private readonly EvaluationOptions _options;
    private readonly BoundEstimator _estimator;

    /// <summary>Prepares to measure a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is measured.</param>
    /// <exception cref="RecipeException">An option has a value that is not allowed; every such one is named.</exception>
    public Evaluator(TextModel model, EvaluationOptions options)
    {
        RecipeException.ThrowIfAny(options.Problems());
        (_model, _options, _estimator) = (model, options, new BoundEstimator(options));
    }

    /// <summary>Processes that share the batches of a split, each with the same model; all of them measure, and all have every figure.</summary>
    public Ranks Ranks { get; init; } = Ranks.Single;

    /// <summary>What goes through the model at once; no figure depends on it.</summary>
    internal ChunkLimits Limits { get; init; } = ChunkLimits.Standard;

    /// <summary>Every figure of the report.</summary>
    /// <inheritdoc cref="Measure(TokenStore, IProgress{double}?, CancellationToken)"/>
    public EvaluationReport Evaluate(
        TokenStore split, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Measure(split, progress, cancellation).Report;

    /// <summary>Every figure, and what each sentence has of it.</summary>
    /// <param name="split">The sentences.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="DataException">The split has no sentence.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public SplitMeasurement Measure(
        TokenStore split, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (split.Count == 0)
            throw new DataException("This split has no sentence, so there is nothing to measure. Choose another split.");
        var lengths = new int[split.Count];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = split.LengthOf(i);
        var sentences = new SentenceBound[split.Count];
        var posteriors = _model is VariationalAutoencoder autoencoder
            ? new PosteriorTable(split.Count, _model.Options.Latent) { Prior = PriorDensity.Of(autoencoder) }
            : null;
        var done = 0;
        // Ranks go from batch to batch together, of which each has its own, about as long as the others'.
        foreach (var round in BatchPlan.InOrderOfLength(lengths, _options.Batch).Chunk(Ranks.Count))
        {
            if (Ranks.Any(cancellation.IsCancellationRequested))
                throw new OperationCanceledException(cancellation);
            if (Ranks.Rank < round.Length)
            {
                var indices = round[Ranks.Rank];
                using var batch = Batch.Of(split, indices);
                foreach (var (place, bound) in indices.Zip(Measure(batch, posteriors, Alone(cancellation))))
                    sentences[place] = bound;
            }

            done += round.Sum(indices => indices.Length);
            progress?.Report((double)done / lengths.Length);
            FreedMemory.Bound();
        }

        if (Ranks.AreMany)
        {
            SharedBounds.Gather(sentences, Ranks);
            posteriors?.Gather(Ranks);
        }

        var information = posteriors is null
            ? null
            : AggregatePosterior.Measure(
                posteriors, _options.InformationSamples, _options.Seed, cancellation: Alone(cancellation), ranks: Ranks);
        return new SplitMeasurement(sentences, _options, posteriors, information);
    }

    /// <summary>The figures of each sentence of a batch, in its order.</summary>
    /// <param name="batch">The sentences.</param>
    /// <param name="cancellation">Stops between samples.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal SentenceBound[] Measure(Batch batch, CancellationToken cancellation = default) =>
        Measure(batch, posteriors: null, cancellation);

    // One of many may not stop by itself, where the others would wait for it.
    private CancellationToken Alone(CancellationToken cancellation) => Ranks.AreMany ? CancellationToken.None : cancellation;

    private SentenceBound[] Measure(Batch batch, PosteriorTable? posteriors, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        if (_model is not VariationalAutoencoder autoencoder)
        {
            return
            [
                .. BoundEstimator.Numbers(_model.Reconstruction(batch, z: null))
                    .Select((nll, i) => new SentenceBound(batch.Lengths[i], nll, Kl: 0)),
            ];
        }

        var posterior = autoencoder.Encode(batch);
        posteriors?.Add(batch.Sentences, posterior);
        using var likelihood = new DecoderLikelihood(autoencoder, batch, Limits);
        return _estimator.Measure(posterior, likelihood, cancellation);
    }
}
