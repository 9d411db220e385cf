using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TextVae.Vectors;

/// <summary>
/// Vectors side by side, sixteen in a block, so that one pass over a block gives a vector's products with all sixteen: several times
/// as fast as one product after the other.
/// </summary>
/// <param name="size">The numbers of a vector.</param>
internal sealed class PackedVectors(int size)
{
    /// <summary>Vectors of a block.</summary>
    public const int Lanes = 16;

    /// <summary>Vectors that are multiplied with a block at once.</summary>
    public const int AtOnce = 4;

    // Of each block [dimension, lane], and at the end the lengths of its vectors.
    private readonly List<Vector512<float>[]> _blocks = [];

    /// <summary>How many vectors.</summary>
    public int Count { get; private set; }

    /// <summary>How many blocks.</summary>
    public int Blocks => _blocks.Count;

    /// <summary>Adds a vector behind the others.</summary>
    public void Add(ReadOnlySpan<float> vector)
    {
        if (Count % Lanes == 0)
            _blocks.Add(new Vector512<float>[size + 1]);
        var numbers = MemoryMarshal.Cast<Vector512<float>, float>(_blocks[^1].AsSpan());
        for (var i = 0; i < size; i++)
            numbers[(i * Lanes) + (Count % Lanes)] = vector[i];
        var square = TensorPrimitives.SumOfSquares(vector);
        // Where float32 says nothing of a length, no product is too small.
        numbers[(size * Lanes) + (Count % Lanes)] = Closeness.IsTelling(square) ? MathF.Sqrt(square) : float.NegativeInfinity;
        Count++;
    }

    /// <summary>The products of vectors with all of a block, each wrong by no more than a sum in any order is.</summary>
    /// <param name="block">The block.</param>
    /// <param name="vectors"><see cref="AtOnce"/> vectors, one after the other.</param>
    /// <param name="products">The products of each.</param>
    public void Multiply(int block, ReadOnlySpan<float> vectors, Span<Vector512<float>> products)
    {
        var numbers = _blocks[block].AsSpan(0, size);
        var first = vectors[..size];
        var second = vectors.Slice(size, size);
        var third = vectors.Slice(2 * size, size);
        var fourth = vectors.Slice(3 * size, size);
        var (one, two, three, four) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var i = 0; i < numbers.Length; i++)
        {
            var lanes = numbers[i];
            one = Vector512.MultiplyAddEstimate(lanes, Vector512.Create(first[i]), one);
            two = Vector512.MultiplyAddEstimate(lanes, Vector512.Create(second[i]), two);
            three = Vector512.MultiplyAddEstimate(lanes, Vector512.Create(third[i]), three);
            four = Vector512.MultiplyAddEstimate(lanes, Vector512.Create(fourth[i]), four);
        }

        (products[0], products[1], products[2], products[3]) = (one, two, three, four);
    }

    /// <summary>A bit for each vector of a block whose product may reach a share of its length.</summary>
    /// <param name="block">The block.</param>
    /// <param name="products">The products of a vector with the block.</param>
    /// <param name="least">What a product has to be to a length of 1; −∞ where any is enough.</param>
    public uint Reaching(int block, Vector512<float> products, float least)
    {
        var valid = (uint)((1L << Math.Min(Lanes, Count - (block * Lanes))) - 1);
        return float.IsNegativeInfinity(least)
            ? valid
            : valid & (uint)Vector512.GreaterThanOrEqual(products, _blocks[block][size] * least).ExtractMostSignificantBits();
    }
}
