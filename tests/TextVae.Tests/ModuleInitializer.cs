using System.Runtime.CompilerServices;
using TextVae.Native;

namespace TextVae.Tests;

internal static class ModuleInitializer
{
    // Every test may use tensors, and TorchSharp must not be touched before libtorch is loaded.
    [ModuleInitializer]
    internal static void LoadNativeRuntime()
    {
        NativeRuntime.Threads = 2;
        NativeRuntime.EnsureLoaded();
    }
}
