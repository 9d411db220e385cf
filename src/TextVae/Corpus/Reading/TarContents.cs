using System.Formats.Tar;

namespace TextVae.Corpus.Reading;

/// <summary>Finds the one entry of a tar archive that is wanted.</summary>
internal static class TarContents
{
    private static readonly string[] AnyExtension = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".tab", ".txt"];

    /// <summary>
    /// The entry a user named; else the first <c>*review.json</c> where the format is Yelp or unknown; else the only one
    /// with an extension of the format. It looks no further than it must: to list a packed archive is to unpack it.
    /// </summary>
    /// <exception cref="DataException">There is none, or there are several.</exception>
    public static string Choose(InputPath path, TextFormat format)
    {
        var wantsReviews = format is TextFormat.Auto or TextFormat.Yelp;
        List<string> files = [];
        foreach (var file in Files(path))
        {
            var wanted = path.Entry is null
                ? wantsReviews && Bare(file).EndsWith("review.json", StringComparison.OrdinalIgnoreCase)
                : file == path.Entry;
            if (wanted)
                return file;
            files.Add(file);
        }
        if (path.Entry is not null)
            throw new DataException($"'{path.File}' has no entry '{path.Entry}'. It holds {Show(files)}.");
        var extensions = format switch
        {
            TextFormat.Yelp or TextFormat.JsonLines => [".jsonl", ".ndjson", ".json"],
            TextFormat.Csv => [".csv"],
            TextFormat.Tsv => [".tsv", ".tab"],
            TextFormat.Lines => [".txt"],
            _ => AnyExtension,
        };
        string[] candidates = [.. files.Where(file =>
            extensions.Contains(Path.GetExtension(Bare(file)), StringComparer.OrdinalIgnoreCase))];
        return candidates.Length switch
        {
            1 => candidates[0],
            0 => throw new DataException($"'{path.File}' has no entry whose name ends with "
                + $"{string.Join(", ", extensions)}. It holds {Show(files)}. Choose one as {path.File}::ENTRY."),
            _ => throw new DataException($"'{path.File}' has {candidates.Length} entries that may be meant: "
                + $"{Show(candidates)}. Choose one as {path.File}::ENTRY."),
        };
    }

    /// <summary>The bytes of an entry; they are to be read before the archive is closed.</summary>
    public static Stream Open(TarReader archive, string name)
    {
        while (Next(archive) is { } entry)
        {
            if (IsFile(entry) && entry.Name == name)
            {
                var content = entry.DataStream ?? throw new DataException($"The entry '{name}' is empty. Choose another.");
                return content.CanSeek ? new WholeEntryStream(content) : content;
            }
        }
        throw new DataException($"The archive has no entry '{name}'. Choose another.");
    }

    private static IEnumerable<string> Files(InputPath path)
    {
        using var file = File.OpenRead(path.File);
        var name = path.File;
        using var unpacked = Packing.Open(file, file.Length, ref name);
        using TarReader archive = new(unpacked);
        while (Next(archive) is { } entry)
        {
            // macOS puts a "._name" with attributes beside each file.
            if (IsFile(entry) && !Path.GetFileName(entry.Name).StartsWith("._", StringComparison.Ordinal))
                yield return entry.Name;
        }
    }

    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    private static TarEntry? Next(TarReader archive)
    {
        try
        {
            return archive.GetNextEntry();
        }
        catch (Exception e) when (Packing.IsSlip(e))
        {
            throw new InvalidDataException("The archive is damaged.", e);
        }
    }

    private static bool IsFile(TarEntry entry) =>
        entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;

    private static string Bare(string name) => Path.GetExtension(name).ToLowerInvariant() is ".gz" or ".zst" or ".zstd"
        ? Path.ChangeExtension(name, null)
        : name;

    private static string Show(IReadOnlyList<string> names) => names.Count == 0
        ? "no files"
        : string.Join(", ", names.Take(20)) + (names.Count > 20 ? ", ..." : "");
}
