using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TextVae.Native;

/// <summary>
/// The block product behind libtorch's own compiled kernels (oneDNN's "brgemm"): C ← A·B or C ← C + A·B for a block
/// that fits in cache, on the calling thread. It reaches the processor's peak, where a whole product through torch
/// also copies, waits for other threads and rounds its result. It is no part of libtorch's C interface, so it is used
/// only where the library exports exactly this signature.
/// </summary>
internal static unsafe class MicroKernel
{
    // at::native::cpublas::brgemm(m, n, k, lda, ldb, ldc, add, a, b, c, isVnni) as Linux compilers mangle it.
    private const string OfFloat32 = "_ZN2at6native7cpublas6brgemmEllllllbPKfS3_Pfb";
    private const string OfBFloat16 = "_ZN2at6native7cpublas6brgemmEllllllbPKN3c108BFloat16ES5_Pfb";
    private const string OfRelease = "_ZN2at6native7cpublas14brgemm_releaseEb";

    private static readonly delegate* unmanaged<long, long, long, long, long, long, byte, void*, void*, float*, byte, void>
        Float32Product, BFloat16Product;

    private static readonly delegate* unmanaged<byte, void> ReleaseTiles;

    static MicroKernel()
    {
        NativeRuntime.EnsureLoaded();
        // By its bare name the system's loader finds the library that is loaded already, wherever it came from.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libtorch_cpu.so", out var library)
            || !NativeLibrary.TryGetExport(library, OfFloat32, out var float32)
            || !NativeLibrary.TryGetExport(library, OfBFloat16, out var bfloat16)
            || !NativeLibrary.TryGetExport(library, OfRelease, out var release))
        {
            return;
        }

        Float32Product = (delegate* unmanaged<long, long, long, long, long, long, byte, void*, void*, float*, byte, void>)float32;
        BFloat16Product = (delegate* unmanaged<long, long, long, long, long, long, byte, void*, void*, float*, byte, void>)bfloat16;
        ReleaseTiles = (delegate* unmanaged<byte, void>)release;
        IsAvailable = true;
        HasBFloat16 = KnowsAvx512();
    }

    /// <summary>Whether float32 blocks can be multiplied.</summary>
    public static bool IsAvailable { get; }

    /// <summary>Whether bfloat16 blocks can be multiplied, with or without instructions of their own.</summary>
    public static bool HasBFloat16 { get; }

    /// <summary>C ← A·B, or C ← C + A·B with <paramref name="add"/>, of float32.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="depth">Columns of A and rows of B.</param>
    /// <param name="a">[rows, depth], rows <paramref name="strideA"/> apart.</param>
    /// <param name="strideA">Numbers from one row of A to the next.</param>
    /// <param name="b">[depth, columns], rows <paramref name="strideB"/> apart.</param>
    /// <param name="strideB">Numbers from one row of B to the next.</param>
    /// <param name="c">[rows, columns], rows <paramref name="strideC"/> apart.</param>
    /// <param name="strideC">Numbers from one row of C to the next.</param>
    /// <param name="add">Whether the product is added to what C holds.</param>
    public static void MultiplyFloat32(
        long rows, long columns, long depth, float* a, long strideA, float* b, long strideB, float* c, long strideC, bool add) =>
        Float32Product(rows, columns, depth, strideA, strideB, strideC, add ? (byte)1 : (byte)0, a, b, c, 0);

    /// <summary>
    /// The same of bfloat16 with float32 sums. Two rows of B are interleaved, number by number, and the depth is even.
    /// </summary>
    public static void MultiplyBFloat16(
        long rows, long columns, long depth, void* a, long strideA, void* b, long strideB, float* c, long strideC, bool add) =>
        BFloat16Product(rows, columns, depth, strideA, strideB, strideC, add ? (byte)1 : (byte)0, a, b, c, 1);

    /// <summary>
    /// Gives back what the last product configured on this thread; processors with matrix tiles (AMX) want that before
    /// other work.
    /// </summary>
    public static void Release() => ReleaseTiles(1);

    // oneDNN throws through the call where it finds less, so what it looks for is looked for here first.
    private static bool KnowsAvx512() =>
        Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512BW.VL.IsSupported
        && Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA") is null
        && Environment.GetEnvironmentVariable("DNNL_MAX_CPU_ISA") is null;
}
