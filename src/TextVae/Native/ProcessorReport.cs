using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TextVae.Native;

/// <summary>The processor of this machine.</summary>
/// <param name="Name">What it calls itself, or null where the system does not tell.</param>
/// <param name="Cores">Logical cores that this process may use.</param>
/// <param name="VectorExtensions">
/// Those that matter for speed, of <c>avx2</c>, <c>avx512f</c>, <c>avx512_bf16</c>, <c>amx_tile</c>, <c>amx_bf16</c>,
/// <c>amx_int8</c> and <c>neon</c>.
/// </param>
public sealed record ProcessorReport(string? Name, int Cores, IReadOnlyList<string> VectorExtensions)
{
    internal static ProcessorReport Collect() => new(FindName(), Environment.ProcessorCount, [.. FindExtensions()]);

    private static string? FindName()
    {
        if (!OperatingSystem.IsLinux())
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return File.ReadLines("/proc/cpuinfo")
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .FirstOrDefault();
    }

    private static IEnumerable<string> FindExtensions()
    {
        if (Avx2.IsSupported)
            yield return "avx2";
        if (AdvSimd.IsSupported)
            yield return "neon";
        if (!X86Base.IsSupported)
            yield break;
        if (Avx512F.IsSupported)
        {
            yield return "avx512f";
            // Leaf 7, subleaf 1, as Intel's and AMD's manuals number them; .NET has no property for it.
            if ((X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0)
                yield return "avx512_bf16";
        }

        var (_, _, _, features) = X86Base.CpuId(7, 0);
        if ((features & (1 << 24)) != 0)
            yield return "amx_tile";
        if ((features & (1 << 22)) != 0)
            yield return "amx_bf16";
        if ((features & (1 << 25)) != 0)
            yield return "amx_int8";
    }
}
