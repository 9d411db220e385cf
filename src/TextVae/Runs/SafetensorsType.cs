namespace TextVae.Runs;

/// <summary>The element types of safetensors files that TextVae reads and writes, by their names in the file.</summary>
internal enum SafetensorsType
{
    BOOL,
    U8,
    I8,
    I16,
    F16,
    BF16,
    I32,
    F32,
    I64,
    F64,
}

internal static class SafetensorsTypes
{
    /// <summary>The size of an element in bytes.</summary>
    public static int Size(this SafetensorsType type) => type switch
    {
        SafetensorsType.BOOL or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    /// <summary>The bytes of a tensor: the product of its shape times the size of an element.</summary>
    /// <exception cref="OverflowException">That is more than a 64-bit number holds.</exception>
    public static long ByteLength(this SafetensorsType type, IEnumerable<long> shape) =>
        shape.Aggregate((long)type.Size(), (product, dimension) => checked(product * dimension));
}
