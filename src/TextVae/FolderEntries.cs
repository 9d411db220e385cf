using System.Runtime.InteropServices;

namespace TextVae;

/// <summary>What .NET has no calls for: a folder's list of names on the disk, and two names that change places.</summary>
internal static partial class FolderEntries
{
    private const int InvalidArgument = 22;
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;

    /// <summary>Puts a folder's list of names on the disk; without this a rename may be lost in a power cut.</summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenFile(folder, 0);
        if (descriptor < 0)
            throw Failure(folder);
        try
        {
            // Some network and user-space file systems know no flush of folders and say "invalid argument".
            if (FlushFile(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
                throw Failure(folder);
        }
        finally
        {
            _ = CloseFile(descriptor);
        }
    }

    /// <summary>
    /// Lets two names of one file system change places in one step: whoever looks finds either all as before or all as
    /// after. False where the system or the file system cannot, and then nothing has happened.
    /// </summary>
    public static bool TryExchange(string first, string second)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return RenameAt(CurrentFolder, first, CurrentFolder, second, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static IOException Failure(string folder) => new(
        $"The folder '{folder}' cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int firstFolder, string first, int secondFolder, string second, uint flags);
}
