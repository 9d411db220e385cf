using System.Runtime.InteropServices;

namespace TextVae.Corpus.Preparing;

/// <summary>
/// A folder that appears under its name all at once or not at all: it is filled under another name beside, and renamed.
/// What is not committed is deleted.
/// </summary>
internal sealed partial class OutputFolder : IDisposable
{
    private readonly string _target;
    private readonly string _parent;
    private readonly List<string> _madeParents = [];
    private bool _committed;

    private OutputFolder(string target)
    {
        _target = target;
        _parent = System.IO.Path.GetDirectoryName(target) ?? throw new DataException(
            $"The dataset cannot be made at '{target}'. Give a folder that does not exist yet.");
        for (var folder = _parent; folder is not null && !Directory.Exists(folder);)
        {
            _madeParents.Add(folder);
            folder = System.IO.Path.GetDirectoryName(folder);
        }
        Path = System.IO.Path.Combine(_parent, $".{System.IO.Path.GetFileName(target)}.{Guid.NewGuid():N}");
    }

    /// <summary>Where to write.</summary>
    public string Path { get; }

    public static OutputFolder Create(string target)
    {
        OutputFolder folder = new(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target)));
        Directory.CreateDirectory(folder.Path);
        return folder;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Gives the folder its name. All its files must be on the disk already.</summary>
    public void Commit()
    {
        Synchronise(Path);
        if (Directory.Exists(_target))
            Directory.Delete(_target); // an empty one; a full one is refused before any work
        Directory.Move(Path, _target);
        _committed = true;
        Synchronise(_parent);
    }

    public void Dispose()
    {
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

    /// <summary>
    /// Puts a folder's list of names on the disk, for which .NET has no call. A file system that cannot is no error.
    /// </summary>
    private static void Synchronise(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = OpenDescriptor(folder, 0);
        if (descriptor < 0)
            return;
        _ = SynchroniseDescriptor(descriptor);
        _ = CloseDescriptor(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int SynchroniseDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);
}
