using System.Text;
using TextVae.Corpus;

namespace TextVae.Runs;

/// <summary>`SHA256SUMS` of a model folder, in the form that `sha256sum -c` reads.</summary>
internal static class ModelChecksums
{
    public const string FileName = "SHA256SUMS";

    private const int Digits = 64;
    private const string Separator = "  ";

    /// <summary>Writes down the files of a model, each of which is in the folder.</summary>
    public static void Write(string folder, IEnumerable<string> names)
    {
        var lines = new StringBuilder();
        foreach (var name in names.Order(StringComparer.Ordinal))
            lines.Append(Checksum.OfFile(Path.Combine(folder, name))).Append(Separator).Append(name).Append('\n');
        AtomicFile.WriteText(Path.Combine(folder, FileName), lines.ToString());
    }

    /// <summary>What the folder's file says; null where there is none, as in models of earlier versions.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static string? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? RegularFile.ReadAllText(path, RegularFile.SmallLimit) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DataException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Compares the files of a folder with what <see cref="Read"/> gave for it.</summary>
    /// <exception cref="DataException">A file is not the one that was written, or <paramref name="needed"/> are not all listed.</exception>
    public static void Verify(string folder, string sums, IEnumerable<string> needed)
    {
        var listed = new HashSet<string>();
        foreach (var line in sums.Split('\n')[..^1])
        {
            if (line.Length <= Digits + Separator.Length || line[Digits..(Digits + Separator.Length)] != Separator)
                throw Damaged(folder, FileName, $"'{Excerpt.Of(line)}' is no line of checksums");
            var name = line[(Digits + Separator.Length)..];
            if (name != Path.GetFileName(name) || !File.Exists(Path.Combine(folder, name)))
                throw Damaged(folder, Excerpt.Of(name), $"it is in {FileName} and not in the folder");
            // So that a list without end takes no time without end.
            if (!listed.Add(name))
                throw Damaged(folder, FileName, $"it lists {name} twice");
            var found = DigitsOf(folder, name);
            if (found != line[..Digits])
                throw Damaged(folder, name, $"its sha256 is {found[..12]}…, and {FileName} says {line[..12]}…");
        }

        if (needed.FirstOrDefault(name => !listed.Contains(name)) is { } missing)
            throw Damaged(folder, FileName, $"it does not list {missing}");
    }

    private static string DigitsOf(string folder, string name)
    {
        try
        {
            return Checksum.OfFile(Path.Combine(folder, name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{Path.Combine(folder, name)}' cannot be read: {exception.Message}", exception);
        }
    }

    private static DataException Damaged(string folder, string name, string how) => new(
        $"The model folder '{folder}' is damaged: {name} is not as it was written ({how}). Take an undamaged copy of the whole "
        + $"folder. If you have changed the file yourself, delete {FileName}.");
}
