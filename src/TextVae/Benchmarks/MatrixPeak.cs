using System.Diagnostics;
using System.Text.Json.Serialization;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Benchmarks;

/// <summary>The fastest matrix products this machine was seen to do, in GFLOP/s.</summary>
/// <param name="Float32">Of float32.</param>
/// <param name="BFloat16">Of bfloat16.</param>
public sealed record MatrixPeak(double Float32, [property: JsonPropertyName("bfloat16")] double BFloat16)
{
    private const double MostSecondsAShape = 0.3;

    /// <summary>
    /// Multiplies matrices of the shapes that a model's step has, through libtorch, and keeps the best of each type: the
    /// limit that the model's own products can be held against.
    /// </summary>
    /// <param name="options">The model's sizes.</param>
    /// <param name="words">The size of its vocabulary.</param>
    /// <param name="seconds">How long to measure, about; no longer than what is enough.</param>
    public static MatrixPeak Measure(ModelOptions options, int words, double seconds)
    {
        double Best(torch.ScalarType type) => MatrixPeak.Best(options, words, type, seconds);
        return new(Best(torch.ScalarType.Float32), Best(torch.ScalarType.BFloat16));
    }

    private static double Best(ModelOptions options, int words, torch.ScalarType type, double seconds)
    {
        var gates = (long)options.Cell.Gates() * options.Hidden;
        (long Rows, long Depth, long Columns)[] shapes =
        [
            (512, options.Hidden, words), (4096, options.Hidden, words), (4096, options.Embedding + options.Latent, gates),
            (4096, options.Hidden, gates), (2048, 2048, 2048),
        ];
        var ofShape = Math.Min(MostSecondsAShape, seconds / (2 * shapes.Length));
        return shapes.Max(shape => Speed(shape.Rows, shape.Depth, shape.Columns, type, ofShape));
    }

    private static double Speed(long rows, long depth, long columns, torch.ScalarType type, double seconds)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var a = torch.randn([rows, depth]).to(type);
        var b = torch.randn([depth, columns]).to(type);
        var best = double.MaxValue;
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < 3 || watch.Elapsed.TotalSeconds < seconds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            torch.mm(a, b).Dispose();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * rows * depth * columns / best / 1e9;
    }
}
