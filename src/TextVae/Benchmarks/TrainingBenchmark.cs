using System.Diagnostics;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Native;
using TextVae.Objectives;
using TextVae.Training;

namespace TextVae.Benchmarks;

/// <summary>How fast a model trains.</summary>
public sealed record TrainingSpeed
{
    /// <summary>Trained tokens a second: the median over windows of equal numbers of steps.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The slowest and the fastest window.</summary>
    public required IReadOnlyList<double> Windows { get; init; }

    /// <summary>Measured steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Operations a token of the dense model, <see cref="ModelCost.Training"/>.</summary>
    public required double FlopPerToken { get; init; }

    /// <summary>Thousand million operations of the dense model a second.</summary>
    public double GflopPerSecond => TokensPerSecond * FlopPerToken / 1e9;

    /// <summary>The operands of matrix products.</summary>
    public required Precision Precision { get; init; }

    /// <summary>The best products seen in this process.</summary>
    public required MatrixPeak Peak { get; init; }

    /// <summary>The speed's share of the peak of its precision.</summary>
    public double ShareOfPeak => GflopPerSecond / (Precision == Precision.BFloat16 ? Peak.BFloat16 : Peak.Float32);

    /// <summary>The most memory the process has had when training ended, in MiB.</summary>
    public required double PeakMemoryMib { get; init; }

    /// <summary>Milliseconds a step of each part that this training has.</summary>
    public required IReadOnlyDictionary<StepPart, double> PartMilliseconds { get; init; }

    /// <summary>Milliseconds a step of all else: batches, noise, terms.</summary>
    public required double OtherMilliseconds { get; init; }
}

/// <summary>Trains a fresh model for a while and measures.</summary>
public static class TrainingBenchmark
{
    private const int WarmUpSteps = 5;
    private const int WindowCount = 5;

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
        using var optimizer = new Adam(network);
        var endless = training with { Steps = int.MaxValue };
        var steps = new List<StepRecord>();
        var watch = new Stopwatch();
        foreach (var record in new Trainer(network, objective, endless, dataset.Train, optimizer).Run(0))
        {
            cancellation.ThrowIfCancellationRequested();
            if (record.Step <= WarmUpSteps)
            {
                if (record.Step < WarmUpSteps)
                    continue;
                StepClock.Start();
                watch.Start();
                continue;
            }

            steps.Add(record);
            progress?.Report(Math.Min(1, watch.Elapsed.TotalSeconds / seconds));
            if (watch.Elapsed.TotalSeconds >= seconds && steps.Count >= WindowCount)
                break;
        }

        var parts = StepClock.Stop();
        // Before the peak is measured, whose matrices are no part of training.
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 20);
        var windows = Enumerable.Range(0, WindowCount).Select(window => Speed(steps, window)).Order().ToArray();
        var total = steps.Sum(step => step.Seconds);
        return new TrainingSpeed
        {
            TokensPerSecond = windows[WindowCount / 2],
            Windows = [windows[0], windows[^1]],
            Steps = steps.Count,
            FlopPerToken = ModelCost.Training(options, dataset.Vocabulary.Count),
            Precision = NativeRuntime.ResolvedPrecision,
            Peak = MatrixPeak.Measure(model, dataset.Vocabulary.Count),
            PeakMemoryMib = memory,
            PartMilliseconds = parts.Where(part => part.Value > 0).ToDictionary(part => part.Key, part => 1000 * part.Value / steps.Count),
            OtherMilliseconds = 1000 * (total - parts.Values.Sum()) / steps.Count,
        };
    }

    private static double Speed(List<StepRecord> steps, int window)
    {
        var part = steps.Take(((window + 1) * steps.Count) / WindowCount).Skip(window * steps.Count / WindowCount).ToArray();
        return part.Sum(step => step.Tokens) / part.Sum(step => step.Seconds);
    }
}
