namespace TextVae.Corpus.Preparing;

/// <summary>
/// A folder that appears under its name all at once or not at all: it is filled under another name beside, and renamed.
/// What is not committed is deleted; what a killed process has left, the next one for the same folder deletes.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    // Held open while the folder is being filled: it tells a folder in the making from one whose process is dead.
    private const string LockFile = ".lock";

    private readonly string _target;
    private readonly string _parent;
    private readonly List<string> _madeParents = [];
    private FileStream? _lock;
    private bool _committed;

    private OutputFolder(string target)
    {
        _target = target;
        _parent = System.IO.Path.GetDirectoryName(target) ?? throw new DataException(
            $"The folder cannot be made at '{target}'. Give one that does not exist yet.");
        for (var folder = _parent; folder is not null && !Directory.Exists(folder);)
        {
            _madeParents.Add(folder);
            folder = System.IO.Path.GetDirectoryName(folder);
        }
        Path = System.IO.Path.Combine(_parent, $"{Prefix(target)}{Guid.NewGuid():N}");
    }

    /// <summary>Where to write.</summary>
    public string Path { get; }

    public static OutputFolder Create(string target)
    {
        OutputFolder folder = new(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target)));
        Directory.CreateDirectory(folder._parent);
        folder.Sweep();
        Directory.CreateDirectory(folder.Path);
        folder._lock = Open(folder.Path);
        return folder;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Gives the folder its name. All its files must be on the disk already.</summary>
    public void Commit()
    {
        _lock?.Dispose();
        System.IO.File.Delete(File(LockFile));
        FolderEntries.Flush(Path);
        if (Directory.Exists(_target))
            Directory.Delete(_target); // an empty one; a full one is refused before any work
        Directory.Move(Path, _target);
        _committed = true;
        FolderEntries.Flush(_parent);
    }

    public void Dispose()
    {
        _lock?.Dispose();
        if (_committed)
            return;
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        foreach (var made in _madeParents.Where(made => Directory.Exists(made)))
        {
            if (Directory.EnumerateFileSystemEntries(made).Any())
                return;
            Directory.Delete(made);
        }
    }

    private void Sweep()
    {
        foreach (var folder in Directory.GetDirectories(_parent, $"{Prefix(_target)}*").Where(IsAbandoned))
            Directory.Delete(folder, recursive: true);
    }

    private bool IsAbandoned(string folder)
    {
        var unique = System.IO.Path.GetFileName(folder)[Prefix(_target).Length..];
        if (!Guid.TryParseExact(unique, "N", out _) || !System.IO.File.Exists(System.IO.Path.Combine(folder, LockFile)))
            return false;
        try
        {
            Open(folder).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static FileStream Open(string folder) => new(
        System.IO.Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static string Prefix(string target) => $".{System.IO.Path.GetFileName(target)}.";
}
