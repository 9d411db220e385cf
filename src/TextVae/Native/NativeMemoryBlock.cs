using System.Runtime.InteropServices;

namespace TextVae.Native;

/// <summary>Memory outside the garbage collector's, aligned for vectors, for the time of one computation.</summary>
internal sealed unsafe class NativeMemoryBlock : IDisposable
{
    private const nuint Alignment = 64;

    private void* _start;

    /// <summary>Takes so many bytes, of any content.</summary>
    public NativeMemoryBlock(long bytes) => _start = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment);

    /// <summary>Where it begins.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public void* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return _start;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
