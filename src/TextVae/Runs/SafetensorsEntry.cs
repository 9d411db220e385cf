namespace TextVae.Runs;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions; none for a scalar.</param>
/// <param name="WriteData">Writes its elements, little-endian and in row-major order.</param>
internal sealed record SafetensorsEntry(
    string Name, SafetensorsType Type, IReadOnlyList<long> Shape, Action<Stream> WriteData)
{
    public long ByteLength => Type.ByteLength(Shape);
}

/// <summary>A tensor that a file holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions; none for a scalar.</param>
/// <param name="Offset">Where its elements start, in bytes from the start of the data.</param>
/// <param name="ByteLength">The bytes of its elements.</param>
internal sealed record StoredTensor(
    string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Offset, long ByteLength);
