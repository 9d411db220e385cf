using System.Formats.Tar;

namespace TextVae.Corpus.Reading;

/// <summary>
/// A file opened through whatever it is packed in: gzip (any number of members), Zstandard, a tar archive, or a packed
/// archive. The packing is told by the name,
/// or else by the first bytes.
/// </summary>
internal sealed class InputFile : IDisposable
{
    private readonly FileStream _file;
    private readonly TarReader? _archive;
    private readonly Stream _measured;

    private InputFile(InputPath path, TextFormat format)
    {
        _file = File.OpenRead(path.File);
        _measured = _file;
        try
        {
            var name = path.File;
            Content = Packing.Open(_file, _file.Length, ref name);
            if (Packing.IsTar(name))
            {
                name = TarContents.Choose(path, format);
                _archive = new TarReader(Content);
                var entry = TarContents.Open(_archive, name);
                // Without compression, only the entry's part of the archive is read.
                _measured = entry.CanSeek ? entry : _file;
                Content = Packing.Open(entry, _file.Length, ref name);
            }
            else if (path.Entry is not null)
            {
                throw new DataException($"'{path.File}' is not a tar archive, so it has no entry '{path.Entry}'. "
                    + "Give the file alone.");
            }
            ContentName = name;
            TotalBytes = _measured.Length;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The texts' bytes, unpacked.</summary>
    public Stream Content { get; }

    /// <summary>The name of what is inside, without the suffixes of packing: its extension tells the format.</summary>
    public string ContentName { get; }

    /// <summary>How many packed bytes there are to read.</summary>
    public long TotalBytes { get; }

    /// <summary>How many of them are read.</summary>
    public long BytesRead => _measured.Position;

    public static InputFile Open(InputPath path, TextFormat format)
    {
        try
        {
            return new InputFile(path, format);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(path, e);
        }
    }

    /// <summary>Whether an exception from the content means that the file is damaged or out of reach.</summary>
    public static bool IsDamage(Exception e) =>
        e is IOException or UnauthorizedAccessException or FormatException || Packing.IsDamage(e);

    public static DataException Damaged(InputPath path, Exception e) => new(
        $"'{path.Name}' cannot be read: {e.Message.TrimEnd('.')}. It may be damaged or not wholly downloaded: "
        + "compare its size and checksum with the source's, and get it again.", e);

    public void Dispose()
    {
        Content?.Dispose();
        _archive?.Dispose();
        _file.Dispose();
    }
}
