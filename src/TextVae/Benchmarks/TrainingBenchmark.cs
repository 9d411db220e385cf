using System.Diagnostics.CodeAnalysis;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;

namespace TextVae.Benchmarks;

/// <summary>How fast a model trains: tokens are the predicted ones of each step, once.</summary>
public sealed record TrainingSpeed : Speed
{
    [SetsRequiredMembers]
    internal TrainingSpeed(Measurements measured, ModelOptions model, int words, int samples)
        : base(measured, model, words) => FlopPerToken = ModelCost.Training(model, words, samples);
}

/// <summary>Trains a fresh model for a while and measures.</summary>
public static class TrainingBenchmark
{
    private const int WarmUpSteps = 5;

    /// <summary>Trains on a split for about so many seconds after a warm-up; nothing is kept.</summary>
    /// <param name="model">The model's sizes.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="training">Batches and optimiser; the number of steps does not count.</param>
    /// <param name="dataset">The data; the training split is used.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TrainingSpeed Run(
        ModelOptions model, ObjectiveOptions objective, TrainingOptions training, Dataset dataset, double seconds,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var options = objective.ModelFor(model);
        using var network = TextModel.Create(options, dataset.Vocabulary.Count, training.Seed, dataset.Labels.Count);
        var measured = Measure(network, objective, training, dataset.Train, WarmUpSteps, seconds, progress, cancellation);
        return new TrainingSpeed(measured, options, dataset.Vocabulary.Count, objective.Samples);
    }

    /// <summary>The steps of a model.</summary>
    internal static Measurements Measure(
        TextModel network, ObjectiveOptions objective, TrainingOptions training, TokenStore split, int warmUp, double seconds,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        using var optimizer = Optimizer.For(network, training);
        var endless = training with { Steps = int.MaxValue };
        var steps = new Trainer(network, objective, endless, split, optimizer).Run(0)
            .Select(record => new Measurements.Step(record.Tokens, record.Seconds));
        return Measurements.Of(steps, warmUp, seconds, progress, cancellation);
    }
}
