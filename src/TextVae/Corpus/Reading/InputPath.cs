namespace TextVae.Corpus.Reading;

/// <summary>
/// A file, and the entry of it where it is a tar archive and the user named one: <c>archive.tar::entry</c>.
/// </summary>
internal sealed record InputPath(string File, string? Entry)
{
    private const string Mark = "::";

    private const string FromPipe =
        "Give a file; what comes from a pipe must be saved to one first, because it is read more than once.";

    /// <summary>The file's name and the entry's, as messages and <c>dataset.json</c> show it.</summary>
    public string Name => Entry is null ? Path.GetFileName(File) : Path.GetFileName(File) + Mark + Entry;

    /// <summary>Takes a user's spelling apart, and sees to it that the file is there and has something in it.</summary>
    /// <exception cref="DataException">It is not there, is no file, or is empty.</exception>
    public static InputPath Parse(string input)
    {
        var mark = input.LastIndexOf(Mark, StringComparison.Ordinal);
        var path = mark > 0 && !System.IO.File.Exists(input)
            ? new InputPath(input[..mark], input[(mark + Mark.Length)..])
            : new InputPath(input, null);
        if (Directory.Exists(path.File))
            throw new DataException($"'{path.File}' is a folder, and a file with texts is wanted. "
                + $"{Contents(path.File)} Give the file.");
        if (input == "-" && !System.IO.File.Exists(input))
            throw new DataException($"'-' is no file here. {FromPipe}");
        if (!System.IO.File.Exists(path.File))
            throw new DataException($"There is no file '{path.File}'. Check the path; it is relative to "
                + "the current folder unless it starts at the root.");
        if (LengthOf(path.File) == 0)
            throw new DataException($"The file '{path.File}' is empty. Give a file with texts in it.");
        return path;
    }

    private static long LengthOf(string file)
    {
        try
        {
            return RegularFile.LengthOf(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' cannot be read: {e.Message.TrimEnd('.')}. {FromPipe}", e);
        }
    }

    private static string Contents(string folder)
    {
        string[] names = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order().Take(11)];
        return names.Length == 0
            ? "It holds no files."
            : $"It holds {string.Join(", ", names.Take(10))}{(names.Length > 10 ? ", ..." : "")}.";
    }
}
