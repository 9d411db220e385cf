using System.Runtime.InteropServices;

namespace TextVae.Native;

/// <summary>
/// Memory outside the garbage collector's, aligned for vectors, until it is disposed. What nobody disposes, as after a failure
/// between the two passes of a training step, is given back some time.
/// </summary>
internal sealed unsafe class NativeMemoryBlock : SafeHandle
{
    private const nuint Alignment = 64;

    /// <summary>Takes so many bytes, of any content.</summary>
    /// <remarks>
    /// The place is aligned here: what glibc before 2.38 cuts off a block to align it, it keeps apart when the block is freed,
    /// so that the gap is too small for the next block of the same size, and memory grows.
    /// </remarks>
    public NativeMemoryBlock(long bytes)
        : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.Alloc((nuint)bytes + Alignment));

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Where it begins.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public void* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (void*)(((nuint)handle + Alignment - 1) & ~(Alignment - 1));
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
