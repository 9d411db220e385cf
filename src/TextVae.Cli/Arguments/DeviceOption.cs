using System.CommandLine;
using TextVae.Native;

namespace TextVae.Cli.Arguments;

/// <summary><c>--device</c>, the same for every command that computes.</summary>
internal static class DeviceOption
{
    /// <summary>The option.</summary>
    public static Option<ComputeDevice> Create() => Choices.Option(
        "--device", "What computes; auto is a GPU where libtorch has CUDA and finds one", "auto",
        ("auto", ComputeDevice.Auto), ("cpu", ComputeDevice.Cpu), ("cuda", ComputeDevice.Cuda));
}
