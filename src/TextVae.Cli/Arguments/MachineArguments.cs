using System.CommandLine;
using TextVae.Native;

namespace TextVae.Cli.Arguments;

/// <summary>What a command computes with: <c>--threads</c>, and <c>--device</c> and <c>--precision</c> where they can be chosen.</summary>
internal sealed class MachineArguments
{
    private readonly Option<int?> _threads = ThreadsOption.Create();
    private readonly Option<ComputeDevice>? _device;
    private readonly Option<Precision?>? _precision;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="hasDevice">Whether a GPU may compute; else it is the processor.</param>
    /// <param name="hasPrecision">Whether the precision can be chosen; else it is the faster one.</param>
    public MachineArguments(Command command, bool hasDevice = true, bool hasPrecision = true)
    {
        command.Add(_threads);
        if (hasDevice)
            command.Add(_device = DeviceOption.Create());
        if (hasPrecision)
            command.Add(_precision = PrecisionOption.Create());
    }

    /// <summary>How many threads were asked for; null for one a core.</summary>
    public int? ThreadsOf(ParseResult parse) => parse.GetValue(_threads);

    /// <summary>Takes what was asked for.</summary>
    public void Choose(ParseResult parse)
    {
        // Processes that share a machine have their threads already.
        if (ThreadsOf(parse) is { } threads)
            NativeRuntime.Threads = threads;
        NativeRuntime.Device = _device is null ? ComputeDevice.Cpu : parse.GetValue(_device);
        if (_precision is not null)
            NativeRuntime.Precision = parse.GetValue(_precision) ?? Precision.Auto;
    }
}
