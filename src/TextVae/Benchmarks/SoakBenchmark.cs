using System.Diagnostics;
using System.Runtime.InteropServices;
using TextVae.Corpus;
using TextVae.Corpus.Synthetic;
using TextVae.Native;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Benchmarks;

/// <summary>What a long training did to the memory of its process.</summary>
/// <param name="Steps">Steps made.</param>
/// <param name="Seconds">How long they took, with the evaluations and checkpoints between them.</param>
/// <param name="PeakMemoryMib">The most memory the process has had, in MiB.</param>
/// <param name="ResidentMib">The process's resident memory in MiB, over the second half of the steps.</param>
/// <param name="ManagedHeapMib">The managed heap after its last collection, in MiB, likewise.</param>
/// <param name="LiveTensors">Tensors that are not disposed, likewise.</param>
public sealed record Soak(
    long Steps, double Seconds, double PeakMemoryMib, MemoryTrend ResidentMib, MemoryTrend ManagedHeapMib, MemoryTrend LiveTensors)
{
    /// <summary>Steps a second.</summary>
    public double StepsPerSecond => Steps / Seconds;
}

/// <summary>
/// Trains for a long time into a temporary run folder, as <c>train</c> does it with evaluations and checkpoints, and tells
/// whether memory is level: the slope over the second half, when all caches are warm.
/// </summary>
public static class SoakBenchmark
{
    private const int FewestSteps = 20;
    private const int Samples = 2000;
    private const int Reviews = 1000;
    private const double Mib = 1 << 20;

    /// <summary>A model so small that a step takes milliseconds.</summary>
    public static Recipe TinyRecipe { get; } = Recipe.Parse("""
        [model]
        embedding = 16
        hidden = 16
        latent = 4
        [training]
        batch = 8
        evaluate_every = 1000
        checkpoint_every = 1000
        """);

    /// <summary>Trains and measures; nothing is kept.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="data">The dataset folder; null makes a small one of synthetic reviews.</param>
    /// <param name="steps">How many steps, at least 20.</param>
    /// <param name="folder">Where the temporary folder is made.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops after a step and deletes the temporary folder.</param>
    /// <exception cref="RecipeException">There are fewer steps.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Soak Run(
        Recipe recipe, string? data, long steps, string folder, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        if (steps < FewestSteps)
            throw new RecipeException($"A training of {steps} steps shows no slope of its memory. Ask for {FewestSteps} or more.");
        var scratch = Directory.CreateDirectory(Path.Combine(folder, $"textvae-soak-{Guid.NewGuid():N}")).FullName;
        try
        {
            data ??= Prepare(scratch, cancellation);
            using var dataset = Dataset.Open(data);
            var endless = recipe with { Training = recipe.Training with { Steps = steps, Patience = 0 } };
            // What others have left to the collector would be counted as tensors that this training lets go.
            CollectedTensors.Free();
            using var run = TrainingRun.Start(endless, dataset, data, new RunFolder(Path.Combine(scratch, "run")));
            return Measure(run, steps, progress, cancellation);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string Prepare(string scratch, CancellationToken cancellation)
    {
        var corpus = Path.Combine(scratch, "corpus");
        SyntheticCorpus.Write(corpus, Reviews, cancellation: cancellation);
        var options = new PrepareOptions
        {
            Train = [Path.Combine(corpus, "train.jsonl")],
            Valid = [Path.Combine(corpus, "valid.jsonl")],
            Test = [Path.Combine(corpus, "test.jsonl")],
        };
        var data = Path.Combine(scratch, "dataset");
        DatasetBuilder.Prepare(options, data, progress: null, cancellation);
        return data;
    }

    private static Soak Measure(TrainingRun run, long steps, IProgress<double>? progress, CancellationToken cancellation)
    {
        // The last step is measured in any case, and each is where there are few.
        var every = Math.Max(1, steps / Samples);
        var samples = new List<Sample>();
        var watch = Stopwatch.StartNew();
        foreach (var done in run.Execute(cancellation).OfType<StepDone>())
        {
            var step = done.Record.Step;
            if (step >= steps / 2 && (step % every == 0 || step == steps))
                samples.Add(Sample.At(step));
            progress?.Report((double)step / steps);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        MemoryTrend Trend(Func<Sample, double> value) =>
            MemoryTrend.Of([.. samples.Select(sample => ((double)sample.Step, value(sample)))], steps / seconds);

        return new Soak(
            steps, seconds, Process.GetCurrentProcess().PeakWorkingSet64 / Mib, Trend(sample => sample.Resident / Mib),
            Trend(sample => sample.ManagedHeap / Mib), Trend(sample => sample.LiveTensors));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sample(long Step, long Resident, long ManagedHeap, long LiveTensors)
    {
        // Nothing is collected for it: a tensor that only a collection would free is one too many.
        public static Sample At(long step) => new(
            step, Environment.WorkingSet, GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes, torch.Tensor.TotalCount);
    }
}
