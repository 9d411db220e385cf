using System.Buffers.Binary;
using System.IO.Compression;
using ZstdSharp;

namespace TextVae.Tables.Pages;

/// <summary>Unpacks pages: as many bytes as the head of a page says, or it is damaged.</summary>
internal static class Unpacking
{
    /// <summary>Unpacks a page.</summary>
    /// <param name="packing">Parquet's number of what it is packed by.</param>
    /// <param name="packed">The page.</param>
    /// <param name="length">How many bytes it has to become.</param>
    /// <exception cref="InvalidDataException">It is damaged, or packed by something that is not read.</exception>
    public static ReadOnlySpan<byte> Of(int packing, ReadOnlySpan<byte> packed, int length)
    {
        switch (packing)
        {
            case 0:
                return packed.Length == length ? packed : throw new InvalidDataException("a page has another length than it should");
            case 1:
                return Snappy(packed, length);
            case 2:
                return Streamed(packed, length, stream => new GZipStream(stream, CompressionMode.Decompress));
            case 4:
                return Streamed(packed, length, stream => new BrotliStream(stream, CompressionMode.Decompress));
            case 6:
                return Streamed(packed, length, stream => new DecompressionStream(stream));
            case 7:
                return Lz4(packed, length);
            default:
                throw new InvalidDataException(
                    $"it is packed in a way, {packing}, that is not read here; write it with Snappy, gzip, zstd, Brotli, raw LZ4 or unpacked");
        }
    }

    private static byte[] Streamed(ReadOnlySpan<byte> packed, int length, Func<Stream, Stream> unpacker)
    {
        using var stream = unpacker(new MemoryStream(packed.ToArray()));
        var whole = new byte[length];
        stream.ReadExactly(whole);
        return whole;
    }

    private static byte[] Snappy(ReadOnlySpan<byte> packed, int length)
    {
        CompactThrift reader = new(packed);
        if (reader.Varint() != (ulong)length)
            throw new InvalidDataException("a page has another length than it should");
        Copies copies = new(new byte[length]);
        while (!copies.IsFull)
        {
            var tag = reader.Byte();
            switch (tag & 3)
            {
                case 0:
                    var count = (ulong)(tag >> 2);
                    copies.Add(reader.Take(1 + (count < 60 ? count : Number(reader.Take(count - 59)))));
                    break;
                case 1:
                    copies.Repeat(((tag >> 5) << 8) | reader.Byte(), 4 + ((tag >> 2) & 7));
                    break;
                case var wide:
                    copies.Repeat(Number(reader.Take(wide == 2 ? 2u : 4u)), 1 + (tag >> 2));
                    break;
            }
        }

        return copies.Whole;
    }

    private static byte[] Lz4(ReadOnlySpan<byte> packed, int length)
    {
        CompactThrift reader = new(packed);
        Copies copies = new(new byte[length]);
        while (!copies.IsFull)
        {
            var token = reader.Byte();
            copies.Add(reader.Take(Extended(ref reader, token >> 4)));
            if (!copies.IsFull)
                copies.Repeat(BinaryPrimitives.ReadUInt16LittleEndian(reader.Take(2)), (long)Extended(ref reader, token & 15) + 4);
        }

        return copies.Whole;
    }

    private static ulong Extended(ref CompactThrift reader, int length)
    {
        var whole = (ulong)length;
        for (var more = length == 15; more;)
        {
            var part = reader.Byte();
            whole += part;
            more = part == 255;
        }

        return whole;
    }

    private static uint Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0u;
        for (var i = 0; i < bytes.Length; i++)
            number |= (uint)bytes[i] << (8 * i);
        return number;
    }

    /// <summary>What both formats are made of: bytes, and repetitions of bytes before.</summary>
    private struct Copies(byte[] whole)
    {
        private int _done;

        public readonly byte[] Whole => whole;

        public readonly bool IsFull => _done == whole.Length;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length > whole.Length - _done)
                throw new InvalidDataException("a page is longer than it should be");
            bytes.CopyTo(whole.AsSpan(_done));
            _done += bytes.Length;
        }

        public void Repeat(long distance, long length)
        {
            if (distance < 1 || distance > _done || length > whole.Length - _done)
                throw new InvalidDataException("a page repeats what it does not have");
            // What is repeated may overlap with its repetition, so byte by byte.
            for (var end = _done + length; _done < end; _done++)
                whole[_done] = whole[_done - distance];
        }
    }
}
