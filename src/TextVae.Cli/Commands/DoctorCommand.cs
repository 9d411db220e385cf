using System.CommandLine;
using TextVae.Cli.Views;
using TextVae.Native;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae doctor</c>: what this machine has, and what to do where something is missing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = JsonOutput.CreateOption();
        var command = new Command("doctor", "Show what this machine has, and what to do where something is missing.") { json };
        command.SetAction(parse =>
            Show(MachineReport.Collect(), parse.GetValue(json), parse.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Prints the report, whole even where libtorch is missing, and returns the exit code.</summary>
    internal static int Show(MachineReport machine, bool asJson, TextWriter output)
    {
        if (asJson)
            JsonOutput.Write(output, machine);
        else
            Print(machine, output);
        return machine.Libtorch is null ? ExitCodes.NativeRuntime : ExitCodes.Done;
    }

    private static void Print(MachineReport machine, TextWriter output)
    {
        foreach (var (name, value) in Lines(machine))
            output.WriteLine($"{name,-12}{TerminalText.Clean(value)}");
        if (machine.Advice.Count > 0)
            output.WriteLine();
        foreach (var advice in machine.Advice)
            output.WriteLine($"- {TerminalText.Clean(advice)}");
    }

    private static IEnumerable<(string Name, string Value)> Lines(MachineReport machine)
    {
        yield return ("textvae", $"{machine.Version} on {machine.Dotnet}");
        yield return ("system", $"{machine.System}, {machine.Architecture}");
        yield return ("processor", Processor(machine.Processor));
        yield return ("memory", FormattableString.Invariant($"{machine.MemoryBytes / (double)(1L << 30):F1} GiB"));
        yield return ("glibc", machine.Glibc ?? "none");
        yield return ("libstdc++", Libstdcxx(machine));
        yield return ("libtorch", machine.Libtorch is { } libtorch
            ? $"{libtorch.Version}, {Count(libtorch.Threads, "thread")}, allocator {(libtorch.KeepsFreedMemory ? "keeps" : "returns")} freed memory"
            : "cannot be loaded");
        if (machine.Libtorch is { } loaded)
        {
            yield return ("bfloat16", FormattableString.Invariant($"{loaded.Bfloat16Speed:F1} times as fast as float32"));
            yield return ("cuda", loaded.CudaDevices == 0 ? "none" : Count(loaded.CudaDevices, "device"));
        }

        yield return ("mpi", machine.Mpi is { } mpi
            ? $"{mpi.Name} {mpi.Version}".TrimEnd() + (mpi.IsSupported ? "" : " (not supported)")
            : "none");
    }

    private static string Processor(ProcessorReport processor) => string.Join(
        ", ", [processor.Name ?? "unknown", Count(processor.Cores, "core"), .. processor.VectorExtensions]);

    private static string Libstdcxx(MachineReport machine)
    {
        var version = machine.Libstdcxx ?? "none";
        return machine.UsesLoadingFix
            ? $"{version}, too old for TorchSharp: a changed copy of its library is in use ({machine.LoadingFixCopy ?? "temporary"})"
            : version;
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
