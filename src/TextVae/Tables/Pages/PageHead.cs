using System.Runtime.InteropServices;

namespace TextVae.Tables.Pages;

/// <summary>What a page is.</summary>
internal enum PageKind
{
    /// <summary>Levels and values, packed together.</summary>
    Data = 0,

    /// <summary>An index, which nobody has to read.</summary>
    Index = 1,

    /// <summary>The values that others refer to.</summary>
    Dictionary = 2,

    /// <summary>Levels, and values that are packed by themselves.</summary>
    DataV2 = 3,
}

/// <summary>What stands before a page of a column.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">Its bytes in the file.</param>
/// <param name="Unpacked">Its bytes when it is unpacked.</param>
/// <param name="Values">How many values it has.</param>
/// <param name="Encoding">How they are written.</param>
/// <param name="DefinitionBytes">Of the second kind of data: the bytes of the levels of what is there.</param>
/// <param name="RepetitionBytes">The same of those of lists.</param>
/// <param name="IsPacked">Whether the values are packed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PageHead(
    PageKind Kind, int Length, int Unpacked, int Values, int Encoding, int DefinitionBytes, int RepetitionBytes, bool IsPacked)
{
    private const int BitPackedLevels = 4;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a kind that is not known.</exception>
    public static PageHead Read(ref CompactThrift thrift)
    {
        var head = new PageHead((PageKind)(-1), 0, 0, 0, 0, 0, 0, IsPacked: true);
        for (var member = 0; thrift.Next(ref member, out var type);)
        {
            switch (member)
            {
                case 1:
                    head = head with { Kind = (PageKind)thrift.Length(type) };
                    break;
                case 2:
                    head = head with { Unpacked = thrift.Length(type) };
                    break;
                case 3:
                    head = head with { Length = thrift.Length(type) };
                    break;
                case 5 or 7 or 8:
                    CompactThrift.RequireStructure(type);
                    head = head.With(ref thrift, isSecond: member == 8);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return Enum.IsDefined(head.Kind) ? head : throw new InvalidDataException("it has a page of an unknown kind");
    }

    private PageHead With(ref CompactThrift thrift, bool isSecond)
    {
        var head = this;
        for (var member = 0; thrift.Next(ref member, out var type);)
        {
            switch (member, isSecond)
            {
                case (1, _):
                    head = head with { Values = thrift.Length(type) };
                    break;
                case (2, false) or (4, true):
                    head = head with { Encoding = thrift.Length(type) };
                    break;
                case (3 or 4, false) when Kind == PageKind.Data:
                    if (thrift.Number(type) == BitPackedLevels)
                        throw new InvalidDataException("its levels are written in a way that has long been given up");
                    break;
                case (5, true):
                    head = head with { DefinitionBytes = thrift.Length(type) };
                    break;
                case (6, true):
                    head = head with { RepetitionBytes = thrift.Length(type) };
                    break;
                case (7, true):
                    head = head with { IsPacked = thrift.Number(type) != 0 };
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return head;
    }
}
