using System.Diagnostics;
using TextVae.Models;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Benchmarks;

/// <summary>
/// The softmax's product with some rows, which reads the weights of a large vocabulary once: the more rows, the more
/// operations each byte serves, until not memory but the processor is the limit (Williams et al. 2009).
/// </summary>
/// <param name="Rows">States at once.</param>
/// <param name="FlopPerByte">Operations for each byte of the weights.</param>
/// <param name="GflopPerSecond">Thousand million operations a second.</param>
public sealed record RooflinePoint(int Rows, double FlopPerByte, double GflopPerSecond)
{
    // Weights of 50 MB and more, which no cache holds.
    private const int Words = 50_000;

    internal static RooflinePoint[] Measure(ModelOptions options, double seconds, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var language = options with { Kind = ModelKind.Lm, LabelEmbedding = 0 };
        using var model = TextModel.Create(language, Words, seed: 1);
        using var decoder = IncrementalDecoder.For(model);
        var operand = NativeRuntime.ResolvedPrecision == Precision.BFloat16 ? sizeof(ushort) : sizeof(float);
        int[] rows = [1, 2, 4, 8, 16, 32, 64, 96, 192, 384, 768];
        return Array.ConvertAll(rows, count =>
        {
            cancellation.ThrowIfCancellationRequested();
            using var texts = decoder.Start(model.Decoder.Start(count, z: null));
            // After a word each, because states of zeros would give every next word the same probability.
            texts.Step([.. Enumerable.Range(0, count)], [.. Enumerable.Range(4, count)]);
            return new RooflinePoint(
                count, 2.0 * count / operand, 2.0 * count * language.Hidden * Words / Best(() => texts.Rank(1), seconds) / 1e9);
        });
    }

    private static double Best(Action work, double seconds)
    {
        var best = double.MaxValue;
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < 3 || watch.Elapsed.TotalSeconds < seconds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
