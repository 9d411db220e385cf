using System.Diagnostics;
using System.Numerics.Tensors;
using TextVae.Native;

namespace TextVae.Benchmarks;

/// <summary>How fast all workers together read memory that no cache holds.</summary>
internal static unsafe class MemorySpeed
{
    private const long Bytes = 256 << 20;
    private const int Pieces = 64;
    private const int Rounds = 5;

    /// <summary>Thousand million bytes a second, the best of some rounds.</summary>
    public static double Measure()
    {
        using var block = new NativeMemoryBlock(Bytes);
        var start = (float*)block.Start;
        var length = (int)(Bytes / Pieces / sizeof(float));
        Workers.For(Pieces, piece => new Span<float>(start + ((long)piece * length), length).Fill(1));
        var sums = new float[Pieces];
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            Workers.For(Pieces, piece => sums[piece] = TensorPrimitives.Sum(new ReadOnlySpan<float>(start + ((long)piece * length), length)));
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return Bytes / best / 1e9;
    }
}
