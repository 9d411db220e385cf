using System.Buffers.Binary;
using System.Text;

namespace TextVae.Tables.Pages;

/// <summary>A column of numbers: how wide they are, and how deep they stand in lists and in what may be missing.</summary>
/// <param name="Place">Which of the columns it is, counted from 0.</param>
/// <param name="IsDouble">Whether its numbers are double rather than float.</param>
/// <param name="Definition">The level at which a number is there.</param>
internal sealed record NumberColumn(int Place, bool IsDouble, int Definition);

/// <summary>What a group of rows has of a column.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Packing">The number of what its pages are packed by.</param>
/// <param name="Values">The numbers of the column.</param>
/// <param name="Start">Where its pages begin.</param>
/// <param name="Length">Their bytes.</param>
internal sealed record ColumnChunk(long Rows, int Packing, long Values, long Start, long Length);

/// <summary>The end of a Parquet file, as far as a column of vectors needs it.</summary>
/// <param name="Columns">The names of all columns.</param>
/// <param name="Vectors">The column; null where there is none of lists of float or double by its name.</param>
/// <param name="Groups">What each group of rows has of it.</param>
internal sealed record ParquetFooter(IReadOnlyList<string> Columns, NumberColumn? Vectors, IReadOnlyList<ColumnChunk> Groups)
{
    private const int Float = 4;
    private const int Double = 5;
    private const int Required = 0;
    private const int Repeated = 2;
    private const int Deepest = 64;

    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The column that is wanted: a list of float or double.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ParquetFooter Read(FileStream file, string name)
    {
        Span<byte> tail = stackalloc byte[8];
        if (file.Length < 12)
            throw new InvalidDataException("it is too short");
        file.Position = file.Length - 8;
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail.EndsWith("PAR1"u8) || length > file.Length - 12)
            throw new InvalidDataException("it does not end as one does");
        if (length > RegularFile.ListLimit)
            throw new InvalidDataException($"its footer has {length} bytes, and at most {RegularFile.ListLimit} are read");
        var bytes = new byte[length];
        file.Position = file.Length - 8 - length;
        file.ReadExactly(bytes);
        return Read(bytes, name);
    }

    private static ParquetFooter Read(ReadOnlySpan<byte> bytes, string name)
    {
        CompactThrift thrift = new(bytes);
        var (schema, vectors, groups) = (new List<Element>(), (NumberColumn?)null, new List<ColumnChunk>());
        for (var member = 0; thrift.Next(ref member, out var type);)
        {
            switch (member)
            {
                case 2:
                    for (var left = thrift.Structures(type); left > 0; left--)
                        schema.Add(Element.Read(ref thrift));
                    vectors = Find(schema, name);
                    break;
                case 4:
                    for (var left = thrift.Structures(type); left > 0; left--)
                        groups.Add(Group(ref thrift, vectors?.Place ?? -1));
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return new ParquetFooter([.. TopLevel(schema).Select(element => element.Name)], vectors, groups);
    }

    private static NumberColumn? Find(List<Element> schema, string name)
    {
        var (next, leaf) = (1, 0);
        NumberColumn? found = null;
        for (var left = schema.Count > 0 ? schema[0].Children : 0; left > 0; left--)
            Walk(isWanted: next < schema.Count && schema[next].Name == name, depth: 1, definition: 0, repetition: 0);
        return found;

        void Walk(bool isWanted, int depth, int definition, int repetition)
        {
            if (next >= schema.Count || depth > Deepest)
                throw new InvalidDataException("its schema does not end");
            var element = schema[next++];
            definition += element.Repetition == Required ? 0 : 1;
            repetition += element.Repetition == Repeated ? 1 : 0;
            if (element.Children == 0)
            {
                if (isWanted && repetition == 1 && element.Type is Float or Double)
                    found ??= new NumberColumn(leaf, element.Type == Double, definition);
                leaf++;
            }

            for (var left = element.Children; left > 0; left--)
                Walk(isWanted, depth + 1, definition, repetition);
        }
    }

    private static IEnumerable<Element> TopLevel(List<Element> schema)
    {
        var next = 1;
        for (var left = schema.Count > 0 ? schema[0].Children : 0; left > 0 && next < schema.Count; left--)
        {
            yield return schema[next];
            // Past all that is below it.
            for (var below = 1L; below > 0 && next < schema.Count; below--)
                below += schema[next++].Children;
        }
    }

    private static ColumnChunk Group(ref CompactThrift thrift, int place)
    {
        var (rows, chunk) = (0L, (ColumnChunk?)null);
        for (var member = 0; thrift.Next(ref member, out var type);)
        {
            switch (member)
            {
                case 1:
                    var count = thrift.Structures(type);
                    for (var column = 0; column < count; column++)
                    {
                        var its = Chunk(ref thrift);
                        chunk = column == place ? its : chunk;
                    }

                    break;
                case 3:
                    rows = thrift.Number(type);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return place < 0 ? new ColumnChunk(rows, 0, 0, 0, 0)
            : chunk is null ? throw new InvalidDataException("a group of rows has no such column") : chunk with { Rows = rows };
    }

    /// <summary>What is said of a column in a group; null where it is said elsewhere.</summary>
    private static ColumnChunk? Chunk(ref CompactThrift thrift)
    {
        ColumnChunk? chunk = null;
        for (var member = 0; thrift.Next(ref member, out var type);)
        {
            if (member == 1)
                throw new InvalidDataException("it keeps a column in another file");
            if (member == 3)
                chunk = Described(ref thrift, type);
            else
                thrift.Skip(type);
        }

        return chunk;
    }

    private static ColumnChunk Described(ref CompactThrift thrift, int type)
    {
        CompactThrift.RequireStructure(type);
        var (packing, values, length, data, dictionary) = (0, 0L, 0L, 0L, long.MaxValue);
        for (var member = 0; thrift.Next(ref member, out var its);)
        {
            switch (member)
            {
                case 4:
                    packing = thrift.Length(its);
                    break;
                case 5:
                    values = thrift.Number(its);
                    break;
                case 7:
                    length = thrift.Number(its);
                    break;
                case 9:
                    data = thrift.Number(its);
                    break;
                case 11:
                    // Some writers say 0 where there is none.
                    dictionary = thrift.Number(its) is > 0 and var place ? place : long.MaxValue;
                    break;
                default:
                    thrift.Skip(its);
                    break;
            }
        }

        return new ColumnChunk(0, packing, values, Math.Min(data, dictionary), length);
    }

    private readonly record struct Element(string Name, int Type, int Repetition, int Children)
    {
        public static Element Read(ref CompactThrift thrift)
        {
            var element = new Element("", -1, Required, 0);
            for (var member = 0; thrift.Next(ref member, out var type);)
            {
                switch (member)
                {
                    case 1:
                        element = element with { Type = thrift.Length(type) };
                        break;
                    case 3:
                        element = element with { Repetition = thrift.Length(type) };
                        break;
                    case 4:
                        element = element with { Name = Encoding.UTF8.GetString(thrift.Text(type)) };
                        break;
                    case 5:
                        element = element with { Children = thrift.Length(type) };
                        break;
                    default:
                        thrift.Skip(type);
                        break;
                }
            }

            return element;
        }
    }
}
