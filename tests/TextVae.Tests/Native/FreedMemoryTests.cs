using TextVae.Native;
using TorchSharp;

namespace TextVae.Tests.Native;

public sealed class FreedMemoryTests
{
    private const int Mebibyte = 1 << 20;

    [Fact]
    public void What_is_kept_of_freed_tensors_has_a_bound()
    {
        NativeRuntime.EnsureLoaded();
        Assert.SkipUnless(NativeRuntime.KeepsFreedMemory, "This system's allocator gives all memory back by itself.");
        Glibc.ReturnFreedMemory();
        var before = Environment.WorkingSet;
        // Smaller than the 64 MiB from which on glibc maps each block of a thread's own arena by itself.
        var blocks = Enumerable.Range(0, 64).Select(_ => torch.ones(16, Mebibyte / sizeof(float))).ToArray();
        foreach (var block in blocks)
            block.Dispose();
        var kept = Environment.WorkingSet;

        FreedMemory.Bound();

        Assert.InRange(kept, before + (900L * Mebibyte), long.MaxValue);
        Assert.InRange(Environment.WorkingSet, 0, kept - (900L * Mebibyte));
    }
}
