using System.Buffers.Binary;

namespace TextVae.Tables.Pages;

/// <summary>The pages of a column of vectors, in a group of rows: each row a list of the same number of numbers.</summary>
/// <param name="column">The column.</param>
/// <param name="chunk">What the group has of it.</param>
/// <param name="size">The numbers of a vector.</param>
internal sealed class VectorPages(NumberColumn column, ColumnChunk chunk, int size)
{
    private const int Plain = 0;
    private const int OldDictionary = 2;
    private const int Dictionary = 8;
    private const int ByteStreamSplit = 9;

    private readonly float[] _numbers = new float[chunk.Values];
    private readonly int _width = column.IsDouble ? sizeof(double) : sizeof(float);
    private float[] _dictionary = [];
    private int _read;

    /// <summary>Reads the numbers.</summary>
    /// <param name="bytes">The pages.</param>
    /// <exception cref="InvalidDataException">They are damaged, or hold something else.</exception>
    public float[] Read(ReadOnlySpan<byte> bytes)
    {
        while (_read < _numbers.Length)
        {
            if (bytes.IsEmpty)
                throw new InvalidDataException($"a group of rows has {_read} numbers and not {_numbers.Length}");
            CompactThrift thrift = new(bytes);
            var head = PageHead.Read(ref thrift);
            if (head.Length > bytes.Length - thrift.Position)
                throw new InvalidDataException("a page is longer than its column");
            Take(head, bytes.Slice(thrift.Position, head.Length));
            bytes = bytes[(thrift.Position + head.Length)..];
        }

        return _numbers;
    }

    private void Take(PageHead head, ReadOnlySpan<byte> page)
    {
        if (head.Kind == PageKind.Index)
            return;
        // A page of so many values has room for their levels and for themselves, so that none unpacks to far more than it can hold.
        if (head.Values > _numbers.Length || head.Unpacked > 1024 + (32L * head.Values))
            throw new InvalidDataException($"a page is said to have {head.Values} numbers in {head.Unpacked} bytes");
        switch (head.Kind)
        {
            case PageKind.Dictionary when _dictionary.Length > 0 || _read > 0:
                throw new InvalidDataException("it has a dictionary where none belongs");
            case PageKind.Dictionary:
                var entries = Unpacking.Of(chunk.Packing, page, head.Unpacked);
                Fill(Plain, entries, _dictionary = new float[head.Values]);
                break;
            case PageKind.Data:
                var whole = Unpacking.Of(chunk.Packing, page, head.Unpacked);
                var repetitions = Prefixed(ref whole);
                Values(head, repetitions, Prefixed(ref whole), whole);
                break;
            default:
                var levels = (long)head.RepetitionBytes + head.DefinitionBytes;
                if (levels > page.Length || levels > head.Unpacked)
                    throw new InvalidDataException("the levels of a page are longer than it is");
                var values = page[(int)levels..];
                Values(
                    head, page[..head.RepetitionBytes], page[head.RepetitionBytes..(int)levels],
                    head.IsPacked ? Unpacking.Of(chunk.Packing, values, head.Unpacked - (int)levels) : values);
                break;
        }
    }

    private void Values(PageHead head, ReadOnlySpan<byte> repetitions, ReadOnlySpan<byte> definitions, ReadOnlySpan<byte> values)
    {
        if (head.Values > _numbers.Length - _read)
            throw new InvalidDataException("its pages have more numbers than the group of rows");
        var levels = new int[head.Values];
        HybridRuns.Read(repetitions, 1, levels);
        Require(levels, i => i % size == 0 ? 0 : 1);
        HybridRuns.Read(definitions, 32 - int.LeadingZeroCount(column.Definition), levels);
        Require(levels, _ => column.Definition);
        Fill(head.Encoding, values, _numbers.AsSpan(_read, head.Values));
        _read += head.Values;
    }

    /// <summary>Every list has its numbers, and every number is there.</summary>
    private void Require(int[] levels, Func<int, int> wanted)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] != wanted(_read + i))
                throw new InvalidDataException($"row {((_read + i) / size) + 1} of a group is not a list of {size} numbers");
        }
    }

    private void Fill(int encoding, ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        switch (encoding)
        {
            case Plain or ByteStreamSplit when bytes.Length / _width < numbers.Length:
                throw new InvalidDataException("a page has fewer numbers than it should");
            case Plain:
                for (var i = 0; i < numbers.Length; i++)
                    numbers[i] = Number(bytes[(i * _width)..]);
                break;
            case ByteStreamSplit:
                Span<byte> number = stackalloc byte[_width];
                for (var i = 0; i < numbers.Length; i++)
                {
                    for (var k = 0; k < _width; k++)
                        number[k] = bytes[(k * numbers.Length) + i];
                    numbers[i] = Number(number);
                }

                break;
            case Dictionary or OldDictionary:
                Look(bytes, numbers);
                break;
            default:
                throw new InvalidDataException($"its numbers are written in a way, {encoding}, that is not read here; write them plainly");
        }
    }

    private void Look(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        if (numbers.IsEmpty)
            return;
        if (bytes.IsEmpty)
            throw new InvalidDataException("a page has fewer numbers than it should");
        var places = new int[numbers.Length];
        HybridRuns.Read(bytes[1..], bytes[0], places);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (uint)places[i] < (uint)_dictionary.Length ? _dictionary[places[i]]
                : throw new InvalidDataException("a page refers to a number that its dictionary does not have");
        }
    }

    private float Number(ReadOnlySpan<byte> bytes) =>
        column.IsDouble ? (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes);

    /// <summary>The bytes whose number stands before them.</summary>
    private static ReadOnlySpan<byte> Prefixed(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(int) || BinaryPrimitives.ReadUInt32LittleEndian(bytes) > (uint)(bytes.Length - sizeof(int)))
            throw new InvalidDataException("the levels of a page are longer than it is");
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var found = bytes.Slice(sizeof(int), length);
        bytes = bytes[(sizeof(int) + length)..];
        return found;
    }
}
