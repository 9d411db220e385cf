using System.Runtime.Intrinsics.X86;

namespace TextVae.Networks.Kernels;

/// <summary>The vectors a kernel computes with.</summary>
internal enum VectorPath
{
    /// <summary>4 numbers, on any processor.</summary>
    Portable,

    /// <summary>8 numbers.</summary>
    Avx2,

    /// <summary>16 numbers.</summary>
    Avx512,
}

/// <summary>The vectors of this processor.</summary>
internal static class VectorPaths
{
    /// <summary>All it has, the widest last.</summary>
    public static IReadOnlyList<VectorPath> Here { get; } =
        [.. Enum.GetValues<VectorPath>().Where(path => path switch
        {
            VectorPath.Avx512 => Avx512F.IsSupported,
            VectorPath.Avx2 => Avx2.IsSupported,
            _ => true,
        })];
}
