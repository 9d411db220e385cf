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
        // Tests of bfloat16 ask for it; all others compare to more digits than it has.
        NativeRuntime.Precision = Precision.Float32;
        NativeRuntime.EnsureLoaded();
    }
}
