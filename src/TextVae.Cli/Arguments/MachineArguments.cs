using System.CommandLine;
using TextVae.Native;

namespace TextVae.Cli.Arguments;

/// <summary>What a benchmark computes with: <c>--threads</c>, <c>--device</c> and <c>--precision</c>.</summary>
internal sealed class MachineArguments
{
    private readonly Option<int?> _threads = ThreadsOption.Create();
    private readonly Option<ComputeDevice> _device = DeviceOption.Create();
    private readonly Option<Precision?> _precision = PrecisionOption.Create();
    private readonly bool _hasDevice;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="hasDevice">Whether a GPU may compute; else it is the processor.</param>
    public MachineArguments(Command command, bool hasDevice = true)
    {
        _hasDevice = hasDevice;
        command.Add(_threads);
        if (hasDevice)
            command.Add(_device);
        command.Add(_precision);
    }

    /// <summary>How many threads were asked for; null for one a core.</summary>
    public int? ThreadsOf(ParseResult parse) => parse.GetValue(_threads);

    /// <summary>Takes what was asked for.</summary>
    public void Choose(ParseResult parse)
    {
        NativeRuntime.Threads = ThreadsOf(parse);
        NativeRuntime.Device = _hasDevice ? parse.GetValue(_device) : ComputeDevice.Cpu;
        NativeRuntime.Precision = parse.GetValue(_precision) ?? Precision.Auto;
    }
}
