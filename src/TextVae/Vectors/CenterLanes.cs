using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TextVae.Vectors;

/// <summary>
/// Centers side by side, eight of them in a vector of the processor, so that one pass over a vector gives its distances to all. Each
/// distance is summed up in the order of its dimensions, as a plain loop does it.
/// </summary>
internal sealed class CenterLanes
{
    private const int Lanes = 8;

    private readonly Vector512<double>[] _centers; // [group of eight, dimension]
    private readonly Vector512<double>[]? _weights;
    private readonly int _size;

    /// <param name="centers">The centers, [centers, size].</param>
    /// <param name="weights">What the square of each difference counts, [centers, size]; 1 where they are left out.</param>
    public CenterLanes(double[][] centers, double[][]? weights = null)
    {
        (Count, _size) = (centers.Length, centers[0].Length);
        _centers = Packed(centers);
        _weights = weights is null ? null : Packed(weights);
    }

    /// <summary>How many centers.</summary>
    public int Count { get; }

    /// <summary>How many distances <see cref="Squares"/> writes, those of no center among them.</summary>
    public int Room => _centers.Length / _size * Lanes;

    /// <summary>Σ wᵢ·(vᵢ − cᵢ)² for each center.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="squares">Where they go: <see cref="Room"/> numbers, of which the first <see cref="Count"/> count.</param>
    public void Squares(ReadOnlySpan<double> vector, Span<double> squares)
    {
        for (var group = 0; group < squares.Length / Lanes; group++)
        {
            var centers = _centers.AsSpan(group * _size, _size);
            var weights = _weights is null ? default : _weights.AsSpan(group * _size, _size);
            var sum = Vector512<double>.Zero;
            for (var i = 0; i < centers.Length; i++)
            {
                var difference = Vector512.Create(vector[i]) - centers[i];
                var square = difference * difference;
                sum += weights.IsEmpty ? square : square * weights[i];
            }

            sum.CopyTo(squares[(group * Lanes)..]);
        }
    }

    private Vector512<double>[] Packed(double[][] rows)
    {
        var packed = new Vector512<double>[(rows.Length + Lanes - 1) / Lanes * _size];
        var numbers = MemoryMarshal.Cast<Vector512<double>, double>(packed.AsSpan());
        for (var row = 0; row < rows.Length; row++)
        {
            for (var i = 0; i < _size; i++)
                numbers[((((row / Lanes) * _size) + i) * Lanes) + (row % Lanes)] = rows[row][i];
        }

        return packed;
    }
}
