using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TextVae.Networks.Kernels;

/// <summary>Turns matrices of 32-bit words: float32 numbers, or pairs of bfloat16 ones.</summary>
internal static unsafe class Transposition
{
    private const int Square = 8;

    /// <summary>to[c, r] ← from[r, c].</summary>
    /// <param name="from">[rows, columns], rows <paramref name="strideFrom"/> apart.</param>
    /// <param name="strideFrom">Words from one row to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="to">[columns, rows], rows <paramref name="strideTo"/> apart.</param>
    /// <param name="strideTo">Words from one row of the result to the next.</param>
    /// <param name="useVectors">Whether the processor's vectors may be used, where it has them.</param>
    public static void Run(
        float* from, long strideFrom, int rows, int columns, float* to, long strideTo, bool useVectors)
    {
        var (wholeRows, wholeColumns) = useVectors && Avx.IsSupported
            ? (rows - (rows % Square), columns - (columns % Square))
            : (0, 0);
        for (var r = 0; r < wholeRows; r += Square)
        {
            for (var c = 0; c < wholeColumns; c += Square)
                TurnSquare(from + (r * strideFrom) + c, strideFrom, to + (c * strideTo) + r, strideTo);
        }

        Turn(from, strideFrom, 0, wholeRows, wholeColumns, columns, to, strideTo);
        Turn(from, strideFrom, wholeRows, rows, 0, columns, to, strideTo);
    }

    private static void Turn(
        float* from, long strideFrom, int firstRow, int endRow, int firstColumn, int endColumn, float* to, long strideTo)
    {
        for (var r = firstRow; r < endRow; r++)
        {
            for (var c = firstColumn; c < endColumn; c++)
                to[(c * strideTo) + r] = from[(r * strideFrom) + c];
        }
    }

    /// <summary>Eight rows of eight: pairs of rows are interleaved, then pairs of pairs, then their halves.</summary>
    private static void TurnSquare(float* from, long strideFrom, float* to, long strideTo)
    {
        for (var half = 0; half < 2; half++)
        {
            // The rows of one half of the columns, rows 0 to 3 in the lower half of a vector and 4 to 7 in the upper.
            var a = Join(from + (4 * half), 0, strideFrom);
            var b = Join(from + (4 * half), 1, strideFrom);
            var c = Join(from + (4 * half), 2, strideFrom);
            var d = Join(from + (4 * half), 3, strideFrom);
            var abLow = Avx.UnpackLow(a, b);
            var abHigh = Avx.UnpackHigh(a, b);
            var cdLow = Avx.UnpackLow(c, d);
            var cdHigh = Avx.UnpackHigh(c, d);
            var result = to + (4 * half * strideTo);
            Avx.Shuffle(abLow, cdLow, 0b01_00_01_00).Store(result);
            Avx.Shuffle(abLow, cdLow, 0b11_10_11_10).Store(result + strideTo);
            Avx.Shuffle(abHigh, cdHigh, 0b01_00_01_00).Store(result + (2 * strideTo));
            Avx.Shuffle(abHigh, cdHigh, 0b11_10_11_10).Store(result + (3 * strideTo));
        }
    }

    private static Vector256<float> Join(float* from, int row, long stride) =>
        Vector256.Create(Vector128.Load(from + (row * stride)), Vector128.Load(from + ((row + 4) * stride)));
}
