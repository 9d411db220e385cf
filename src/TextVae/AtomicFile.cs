using System.Text;

namespace TextVae;

/// <summary>Files that are either there whole or not there at all, even after a crash or a power cut.</summary>
public static class AtomicFile
{
    private const string Suffix = ".tmp";

    // A live writer touches its file all the time; what nobody has touched for so long belongs to a process that is dead.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>
    /// Writes <paramref name="path"/> anew: into a temporary file beside it, flushed to the disk and renamed over it,
    /// then the folder's entry is flushed too. When <paramref name="write"/> throws, what was there stays there. Temporary files
    /// that a killed process has left for this path go away.
    /// </summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="TextVaeException">
    /// The file cannot be written, flushed or renamed: the disk is full, the folder is read-only or gone. The message names the
    /// file and says what to do.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target) ?? throw new TextVaeException($"'{path}' names no file.");
        var unfinished = Path.Combine(folder, $"{Prefix(target)}{Guid.NewGuid():N}{Suffix}");
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
            FolderEntries.Flush(folder);
            SweepAbandoned(folder, target);
        }
        catch (Exception exception)
        {
            TryDelete(unfinished);
            if (exception is IOException or UnauthorizedAccessException)
                throw WriteFailure.Of(path, exception);
            throw;
        }
    }

    /// <summary>The same for a text, in UTF-8 without a mark.</summary>
    /// <inheritdoc cref="Write"/>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="text">The whole content.</param>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Tries whether files can be written in a folder, or in the nearest one above it that is there, and leaves nothing: to be called
    /// before long work that would end in vain.
    /// </summary>
    /// <param name="path">The folder, which need not be there yet.</param>
    /// <exception cref="TextVaeException">
    /// Nothing can be written there: the disk is full or read-only, or a file is in the way. The message names the folder and says what
    /// to do.
    /// </exception>
    public static void RequirePlace(string path)
    {
        var place = Path.GetFullPath(path);
        while (!Path.Exists(place) && Path.GetDirectoryName(place) is { } above)
            place = above;
        try
        {
            var trial = Path.Combine(place, $".trial.{Guid.NewGuid():N}{Suffix}");
            using (new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(path, exception);
        }
    }

    /// <summary>Makes the folder that files go to, and those above it, where they are not there.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="TextVaeException">
    /// It cannot be made: the disk is full or read-only. The message names the folder and says what to do.
    /// </exception>
    public static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(path, exception);
        }
    }

    /// <summary>
    /// Deletes the temporary files of killed processes in a folder and below it. Nobody else may be writing there.
    /// </summary>
    internal static void Sweep(string folder)
    {
        foreach (var file in TemporaryFiles(folder, andBelow: true))
            TryDelete(file);
    }

    /// <summary>Whether a path is that of a temporary file of <see cref="Write"/>.</summary>
    internal static bool IsTemporary(string path) =>
        Path.GetFileName(path).Split('.') is ["", .., _, var unique, "tmp"] && Guid.TryParseExact(unique, "N", out _);

    private static void SweepAbandoned(string folder, string target)
    {
        foreach (var file in TemporaryFiles(folder, andBelow: false))
        {
            if (Path.GetFileName(file).StartsWith(Prefix(target), StringComparison.Ordinal)
                && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Abandoned)
            {
                TryDelete(file);
            }
        }
    }

    private static string[] TemporaryFiles(string folder, bool andBelow)
    {
        EnumerationOptions options = new()
        {
            RecurseSubdirectories = andBelow,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        return [.. Directory.EnumerateFiles(folder, $".*{Suffix}", options).Where(IsTemporary)];
    }

    private static string Prefix(string target) => $".{Path.GetFileName(target)}.";

    // On a disk that fails, deleting may fail too, and what failed first is what a user has to know.
    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
