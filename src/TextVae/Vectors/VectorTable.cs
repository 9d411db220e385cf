using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TextVae.Tables;

namespace TextVae.Vectors;

/// <summary>
/// Vectors one after the other in a piece of memory. A <c>.npy</c> file of float32 is mapped, and takes memory only as the system has
/// some to spare; all else is read. Any number of threads may read. A search that is at work when it is disposed ends with what it was asked for,
/// and the memory is freed then; a vector that was taken out has to be read before.
/// </summary>
public sealed unsafe class VectorTable : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly SafeHandle _memory;
    private readonly float* _numbers;
    private bool _isDisposed;

    private VectorTable(string name, int size, float* numbers, long count)
    {
        (Name, Size, Count) = (name, size, count);
        _numbers = numbers;
        _memory = new OwnMemory(numbers);
    }

    private VectorTable(string path, int size, long offset, long count)
    {
        (Name, Size, Count) = (path, size, count);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        try
        {
            _view = _file.CreateViewAccessor(0, offset + (count * size * sizeof(float)), MemoryMappedFileAccess.Read);
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _memory = _view.SafeMemoryMappedViewHandle;
        _numbers = (float*)(start + offset);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>How many vectors.</summary>
    public long Count { get; }

    /// <summary>The numbers of a vector.</summary>
    public int Size { get; }

    /// <summary>Whether it lies in its file and not in memory of its own.</summary>
    public bool IsMapped => _file is not null;

    /// <summary>A vector.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> this[long row]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
            return new ReadOnlySpan<float>(_numbers + (row * Size), Size);
        }
    }

    /// <summary>Takes up vectors from memory.</summary>
    /// <param name="vectors">The vectors, enumerated once.</param>
    /// <param name="size">The numbers of each.</param>
    /// <param name="name">What messages call them.</param>
    /// <exception cref="ArgumentException">One has another size.</exception>
    public static VectorTable Of(IEnumerable<float[]> vectors, int size, string name = "the vectors")
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var (count, room) = (0L, 1024L);
        var numbers = Resized(null, room, size);
        try
        {
            foreach (var vector in vectors)
            {
                if (vector.Length != size)
                    throw new ArgumentException($"Vector {count + 1} has {vector.Length} numbers, and {size} are wanted.", nameof(vectors));
                if (count == room)
                    numbers = Resized(numbers, room *= 2, size);
                vector.CopyTo(new Span<float>(numbers + (count * size), size));
                count++;
            }
        }
        catch
        {
            NativeMemory.Free(numbers);
            throw;
        }

        return new VectorTable(name, size, numbers, count);
    }

    /// <summary>Opens a file of vectors, in any format that <see cref="VectorFile"/> reads.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The numbers of each vector.</param>
    /// <exception cref="DataException">It is missing, or damaged, or holds other vectors. The numbers of a mapped file are looked at
    /// when they are used.</exception>
    public static VectorTable Open(string path, int size)
    {
        if (TableFormats.Of(path) != TableFormat.Npy)
            return Of(VectorFile.Read(path, size), size, path);
        try
        {
            var (offset, rows, width) = Npy.Locate(path, size);
            return width == sizeof(float) && rows > 0
                ? new VectorTable(path, size, offset, rows)
                : Of(VectorFile.Read(path, size), size, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"'{path}' cannot be read: {exception.Message.TrimEnd('.')}. Give a file that `encode --output` has written.", exception);
        }
    }

    /// <summary>Closes the file, or frees the memory.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
        _memory.Dispose();
    }

    /// <summary>Keeps the memory until it is let go, whoever disposes of the table meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The table has been disposed of.</exception>
    internal IDisposable Hold()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new Holding(_memory);
    }

    /// <summary>What is said of a vector that holds something else than numbers.</summary>
    internal DataException NotFinite(long row) =>
        new($"'{Name}', vector {row + 1}: a number of the vector is not finite. Leave it out, or mend it.");

    private sealed class OwnMemory : SafeHandleZeroOrMinusOneIsInvalid
    {
        public OwnMemory(float* start)
            : base(ownsHandle: true) =>
            SetHandle((nint)start);

        protected override bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            return true;
        }
    }

    private sealed class Holding : IDisposable
    {
        private readonly SafeHandle _memory;
        private bool _isHeld;

        public Holding(SafeHandle memory)
        {
            _memory = memory;
            memory.DangerousAddRef(ref _isHeld);
        }

        public void Dispose()
        {
            if (_isHeld)
                _memory.DangerousRelease();
            _isHeld = false;
        }
    }

    private static float* Resized(float* numbers, long rows, int size) =>
        (float*)NativeMemory.Realloc(numbers, checked((nuint)(rows * size * sizeof(float))));
}
