using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using TextVae.Models;

namespace TextVae.Runs;

/// <summary>
/// A file of the safetensors format: eight bytes for the length of the header, the header in JSON, the tensors' bytes
/// one after the other. It is data and never code, and many programs read it.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly long _dataStart;
    private readonly Dictionary<string, StoredTensor> _tensors;

    private SafetensorsFile(
        string path,
        SafeFileHandle handle,
        long dataStart,
        IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<StoredTensor> tensors)
    {
        Path = path;
        Metadata = metadata;
        Tensors = tensors;
        _handle = handle;
        _dataStart = dataStart;
        _tensors = tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The path it was opened with.</summary>
    public string Path { get; }

    /// <summary>Text about the file, by key; what belongs to the checksum is left out.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Its tensors, in the order of their bytes.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    /// <summary>The tensor of that name, or null.</summary>
    public StoredTensor? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>
    /// Writes a file whole or not at all. The tensors are ordered by falling element size, then by name, so that each
    /// starts at a multiple of its element's size and equal content gives equal bytes. Its checksum stands in its metadata.
    /// </summary>
    /// <exception cref="ArgumentException">Two tensors share a name, or one has the name of the metadata.</exception>
    /// <exception cref="TextVaeException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        CheckNames(entries);
        var ordered = entries
            .OrderByDescending(entry => entry.Type.Size())
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .ToArray();
        var header = SafetensorsHeader.Format(ordered, SafetensorsChecksum.Reserve(metadata));
        if (header.Length > SafetensorsHeader.MaximumLength)
        {
            throw new ArgumentException(
                $"The header takes {header.Length} bytes; at most {SafetensorsHeader.MaximumLength} are allowed.", nameof(entries));
        }

        AtomicFile.Write(path, file =>
        {
            using var stream = new HashingStream(file);
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var entry in ordered)
            {
                var start = stream.Position;
                entry.WriteData(stream);
                if (stream.Position - start != entry.ByteLength)
                {
                    throw new InvalidOperationException(
                        $"The tensor '{entry.Name}' wrote {stream.Position - start} bytes instead of {entry.ByteLength}.");
                }
            }

            file.Position = length.Length + SafetensorsChecksum.PlaceIn(header);
            file.Write(Encoding.ASCII.GetBytes(stream.TakeDigits()));
        });
    }

    /// <summary>Opens a file and checks its header, and every bit of it where it has a checksum.</summary>
    /// <exception cref="DataException">It is missing, cannot be read, breaks the format, or is damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            RegularFile.Require(path);
            handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
            var length = RandomAccess.GetLength(handle);
            // A sparse file has any length for nothing, and its checksum would take hours.
            if (length > ModelMemory.Available)
                throw new InvalidDataException($"it has {length} bytes, and the machine's memory {ModelMemory.Available}");
            var headerLength = ReadHeaderLength(handle, length);
            var header = new byte[headerLength];
            ReadExactly(handle, header, 8);
            var dataStart = 8L + headerLength;
            var (metadata, tensors) = SafetensorsHeaderReader.Parse(header, length - dataStart);
            SafetensorsChecksum.Verify(handle, header, metadata);
            return new SafetensorsFile(path, handle, dataStart, SafetensorsChecksum.Strip(metadata), tensors);
        }
        catch (InvalidDataException exception)
        {
            handle?.Dispose();
            throw new DataException(
                $"The safetensors file '{path}' cannot be used: {exception.Message}. Take an undamaged copy of it.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new DataException($"The safetensors file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Copies bytes of a tensor, starting <paramref name="skip"/> bytes into it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has fewer bytes than asked for.</exception>
    /// <exception cref="DataException">The file cannot be read, or was shortened after it was opened.</exception>
    public void Read(StoredTensor tensor, Span<byte> destination, long skip = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skip, tensor.ByteLength - destination.Length);
        try
        {
            ReadExactly(_handle, destination, _dataStart + tensor.Offset + skip);
        }
        catch (IOException exception)
        {
            throw new DataException(
                $"The tensor '{tensor.Name}' of the safetensors file '{Path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static int ReadHeaderLength(SafeFileHandle handle, long fileLength)
    {
        if (fileLength < 8)
            throw new InvalidDataException($"it has {fileLength} bytes, too few for the length of a header");
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(handle, bytes, 0);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > SafetensorsHeader.MaximumLength)
        {
            throw new InvalidDataException(
                $"its header claims {length} bytes; at most {SafetensorsHeader.MaximumLength} are allowed");
        }

        if (length > (ulong)(fileLength - 8))
            throw new InvalidDataException($"its header claims {length} bytes, but only {fileLength - 8} follow");
        return (int)length;
    }

    private static void ReadExactly(SafeFileHandle handle, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(handle, destination, offset);
            if (read == 0)
                throw new EndOfStreamException("the file ends early");
            destination = destination[read..];
            offset += read;
        }
    }

    private static void CheckNames(IReadOnlyList<SafetensorsEntry> entries)
    {
        var names = new HashSet<string> { SafetensorsHeader.MetadataKey };
        foreach (var entry in entries)
        {
            if (!names.Add(entry.Name))
                throw new ArgumentException($"The tensor name '{entry.Name}' is used twice or reserved.", nameof(entries));
        }
    }
}
