namespace TextVae.Runs;

/// <summary>
/// A folder of several files that is replaced as a whole: the next one is made beside it, whole and on the disk, and then
/// the two change places in one step. Where the system cannot do that, the old one steps aside first, and for that moment
/// there is none; <see cref="Repair"/> ends what a killed process had begun.
/// </summary>
internal sealed class ModelFolder
{
    private readonly string _path;
    private readonly string _parent;
    private readonly string _next;
    private readonly string _aside;

    public ModelFolder(string path)
    {
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _parent = Path.GetDirectoryName(_path) ?? throw new TextVaeException($"'{path}' cannot be a model folder.");
        var name = Path.GetFileName(_path);
        (_next, _aside) = (Path.Combine(_parent, $".{name}.next"), Path.Combine(_parent, $".{name}.aside"));
    }

    /// <summary>Makes the next one. Nobody sees it before <see cref="Replace"/>.</summary>
    /// <param name="write">Fills the folder that it is given, and flushes each file to the disk.</param>
    /// <exception cref="TextVaeException">It cannot be written.</exception>
    public void Prepare(Action<string> write)
    {
        try
        {
            // .NET would make it anew where a disk is gone from its place.
            if (!Directory.Exists(_parent))
                throw new DirectoryNotFoundException();
            Delete(_next);
            Directory.CreateDirectory(_next);
            write(_next);
            FolderEntries.Flush(_next);
            // A checkpoint is going to count on it before it takes its place.
            FolderEntries.Flush(_parent);
        }
        catch (Exception exception)
        {
            TryDelete(_next);
            if (exception is IOException or UnauthorizedAccessException)
                throw WriteFailure.Of(_next, exception);
            throw;
        }
    }

    /// <summary>Puts the prepared one in the place of the one before.</summary>
    /// <exception cref="TextVaeException">The folders cannot be renamed.</exception>
    public void Replace()
    {
        try
        {
            if (!Directory.Exists(_path))
            {
                Directory.Move(_next, _path);
            }
            else if (!FolderEntries.TryExchange(_next, _path))
            {
                Delete(_aside);
                Directory.Move(_path, _aside);
                Directory.Move(_next, _path);
            }

            FolderEntries.Flush(_parent);
            Delete(_next);
            Delete(_aside);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(_path, exception);
        }
    }

    /// <summary>
    /// Ends or takes back a replacement that was cut off, so that the folder is again the whole model that it has to be,
    /// where that is still to be had.
    /// </summary>
    /// <param name="isWanted">Whether a folder holds that model, whole.</param>
    public void Repair(Func<string, bool> isWanted)
    {
        if (Directory.Exists(_next) && isWanted(_next))
        {
            Replace();
            return;
        }

        if (Directory.Exists(_aside) && !Directory.Exists(_path))
            Directory.Move(_aside, _path);
        TryDelete(_next);
        TryDelete(_aside);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    // What is left over does no harm, and on a disk that fails deleting may fail too.
    private static void TryDelete(string folder)
    {
        try
        {
            Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
