using TextVae.Models;
using TextVae.Native;
using TextVae.Objectives;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Benchmarks;

/// <summary>A size that the cost of training depends on.</summary>
public enum GrowingSize
{
    /// <summary>Words of the vocabulary.</summary>
    Vocabulary,

    /// <summary>Features of the decoder's state; the encoder has half of them in each direction.</summary>
    Hidden,

    /// <summary>Tokens of a text.</summary>
    Length,

    /// <summary>Texts of a batch.</summary>
    Batch,
}

/// <summary>The cost of training where one size has another value.</summary>
/// <param name="Size">Which size.</param>
/// <param name="Value">Its value; the others are those of the recipe, with texts of <see cref="GrowthBenchmark.Length"/>.</param>
/// <param name="TokensPerSecond">Trained tokens a second.</param>
/// <param name="FlopPerToken">Operations a token of the dense model.</param>
/// <param name="StepMilliseconds">A step.</param>
/// <param name="PartMilliseconds">Each part of a step.</param>
public sealed record GrowthPoint(
    GrowingSize Size, int Value, double TokensPerSecond, double FlopPerToken, double StepMilliseconds,
    IReadOnlyDictionary<StepPart, double> PartMilliseconds)
{
    /// <summary>Microseconds a token.</summary>
    public double MicrosecondsPerToken => 1e6 / TokensPerSecond;

    /// <summary>Thousand million operations of the dense model a second.</summary>
    public double GflopPerSecond => TokensPerSecond * FlopPerToken / 1e9;
}

/// <summary>How the cost of training grows, and what limits a product.</summary>
/// <param name="Precision">The operands of matrix products.</param>
/// <param name="Peak">The best products seen in this process.</param>
/// <param name="GigabytesPerSecond">How fast memory was read.</param>
/// <param name="Points">Training at each size.</param>
/// <param name="Roofline">The softmax's product for more and more texts at once.</param>
public sealed record Growth(
    Precision Precision, MatrixPeak Peak, double GigabytesPerSecond, IReadOnlyList<GrowthPoint> Points,
    IReadOnlyList<RooflinePoint> Roofline)
{
    /// <summary>The peak of the precision.</summary>
    public double PeakGflop => Precision == Precision.BFloat16 ? Peak.BFloat16 : Peak.Float32;
}

/// <summary>Trains a model at many sizes, one of them changed at a time.</summary>
public static class GrowthBenchmark
{
    /// <summary>Tokens of a text where the length is not what changes: the mean of the paper's reviews.</summary>
    public const int Length = 115;

    private const int Words = 8595;
    private const int WarmUpSteps = 2;

    // Enough for some different batches at any size.
    private const int Batches = 8;

    /// <summary>The values that are tried where nothing else is asked for.</summary>
    public static IReadOnlyDictionary<GrowingSize, int[]> StandardValues { get; } = new Dictionary<GrowingSize, int[]>
    {
        [GrowingSize.Vocabulary] = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000],
        [GrowingSize.Hidden] = [256, 512, 1024, 2048],
        [GrowingSize.Length] = [10, 25, 50, 100, 200, 400],
        [GrowingSize.Batch] = [1, 4, 16, 48, 96, 192],
    };

    /// <summary>Trains at each size for about so many seconds after a warm-up; nothing is kept.</summary>
    /// <param name="model">The model's sizes.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="training">Batches and optimiser; the number of steps does not count.</param>
    /// <param name="seconds">How long to measure each.</param>
    /// <param name="values">The values of each size; those of <see cref="StandardValues"/> when null.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Growth Run(
        ModelOptions model, ObjectiveOptions objective, TrainingOptions training, double seconds,
        IReadOnlyDictionary<GrowingSize, int[]>? values = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        NativeRuntime.EnsureLoaded();
        var points = new List<GrowthPoint>();
        values ??= StandardValues;
        var all = values.Sum(ofSize => ofSize.Value.Length);
        foreach (var (size, ofSize) in values)
        {
            foreach (var value in ofSize)
            {
                var (words, length) = (size == GrowingSize.Vocabulary ? value : Words, size == GrowingSize.Length ? value : Length);
                var options = size == GrowingSize.Hidden ? model with { Hidden = value } : model;
                var steps = training with { Batch = size == GrowingSize.Batch ? value : training.Batch, BatchTokens = 0 };
                points.Add(Measure(size, value, options, objective, steps, words, length, seconds, cancellation));
                progress?.Report((double)points.Count / (all + 1));
            }
        }

        var roofline = RooflinePoint.Measure(model, seconds / 4, cancellation);
        progress?.Report(1);
        return new Growth(
            NativeRuntime.ResolvedPrecision, MatrixPeak.Measure(model, Words, seconds * 3), MemorySpeed.Measure(), points, roofline);
    }

    private static GrowthPoint Measure(
        GrowingSize size, int value, ModelOptions model, ObjectiveOptions objective, TrainingOptions training, int words, int length,
        double seconds, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        using var texts = new GeneratedTokens(words, length, training.Batch * Batches);
        var options = objective.ModelFor(model with { LabelEmbedding = 0 });
        using var network = TextModel.Create(options, words, training.Seed);
        var measured = TrainingBenchmark.Measure(
            network, objective, training, texts.Store, WarmUpSteps, seconds, progress: null, cancellation);
        return new GrowthPoint(
            size, value, measured.Windows(1).Single(), ModelCost.Training(options, words, objective.Samples),
            1000 * measured.Seconds / measured.Steps, measured.PartMilliseconds);
    }
}
