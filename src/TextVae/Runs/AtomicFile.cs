using System.Runtime.InteropServices;

namespace TextVae.Runs;

/// <summary>Files that are either there whole or not there at all, even after a crash or a power cut.</summary>
internal static partial class AtomicFile
{
    private const int InvalidArgument = 22;

    /// <summary>
    /// Writes <paramref name="path"/> anew: into a temporary file beside it, flushed to the disk and renamed over it,
    /// then the folder's entry is flushed too. When <paramref name="write"/> throws, what was there stays there.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written, flushed or renamed.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target) ?? throw new IOException($"'{path}' names no file.");
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        FlushFolder(folder);
    }

    // .NET opens no folders, and without this a rename may be lost in a power cut.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenFile(folder, 0);
        if (descriptor < 0)
            throw new IOException($"The folder '{folder}' cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            // Some network and user-space file systems know no flush of folders and say "invalid argument".
            if (FlushFile(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
                throw new IOException($"The folder '{folder}' cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = CloseFile(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);
}
