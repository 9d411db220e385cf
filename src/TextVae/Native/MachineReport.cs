using System.Reflection;
using System.Runtime.InteropServices;

namespace TextVae.Native;

/// <summary>What TextVae finds on this machine, and what to do where something is missing.</summary>
public sealed record MachineReport
{
    /// <summary>The version of TextVae.</summary>
    public required string Version { get; init; }

    /// <summary>The .NET runtime, such as ".NET 10.0.1".</summary>
    public required string Dotnet { get; init; }

    /// <summary>The operating system and its version.</summary>
    public required string System { get; init; }

    /// <summary>The architecture of this process, such as "x64".</summary>
    public required string Architecture { get; init; }

    /// <summary>The processor.</summary>
    public required ProcessorReport Processor { get; init; }

    /// <summary>Memory that this process may use, in bytes: the machine's, or a container's limit.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The version of the GNU C library; null where the system has another.</summary>
    public string? Glibc { get; init; }

    /// <summary>The newest symbol version of libstdc++, such as "GLIBCXX_3.4.30"; null where there is none.</summary>
    public string? Libstdcxx { get; init; }

    /// <summary>Whether libstdc++ is too old for TorchSharp, so that a changed copy of its library is in use.</summary>
    public bool UsesLoadingFix { get; init; }

    /// <summary>That copy's path; null where there is none, or where no cache folder could be written.</summary>
    public string? LoadingFixCopy { get; init; }

    /// <summary>libtorch; null where it cannot be loaded.</summary>
    public LibtorchReport? Libtorch { get; init; }

    /// <summary>Why libtorch cannot be loaded; null where it is.</summary>
    public string? LibtorchError { get; init; }

    /// <summary>The MPI library; null where none is found.</summary>
    public MpiReport? Mpi { get; init; }

    /// <summary>One sentence for each thing that is missing: what it would be good for and what to do.</summary>
    public IReadOnlyList<string> Advice => [.. MachineAdvice.For(this)];

    /// <summary>Looks at this machine. Loads libtorch and multiplies a few matrices, which takes under a second.</summary>
    public static MachineReport Collect()
    {
        LibtorchReport? libtorch = null;
        string? error = null;
        try
        {
            libtorch = LibtorchReport.Collect();
        }
        catch (NativeRuntimeException exception)
        {
            error = exception.Message;
        }

        return new MachineReport
        {
            Version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "unknown",
            Dotnet = RuntimeInformation.FrameworkDescription,
            System = RuntimeInformation.OSDescription,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            Processor = ProcessorReport.Collect(),
            MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Glibc = Native.Glibc.Version,
            Libstdcxx = Native.Libstdcxx.FindNewestVersion(),
            UsesLoadingFix = NativeRuntime.Fix is not null,
            LoadingFixCopy = NativeRuntime.Fix?.Copy,
            Libtorch = libtorch,
            LibtorchError = error,
            Mpi = MpiReport.Collect(),
        };
    }
}
