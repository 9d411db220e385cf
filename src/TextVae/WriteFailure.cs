namespace TextVae;

/// <summary>What a user is told when a file cannot be written.</summary>
internal static class WriteFailure
{
    // errno of Linux, which .NET hands on in HResult; macOS has other numbers for the last two.
    private const int InputOutput = 5;
    private const int FileTooLarge = 27;
    private const int DiskFull = 28;
    private const int DiskFullOfWindows = unchecked((int)0x80070070);
    private const int ReadOnly = 30;
    private const int QuotaUsedUp = 122;

    /// <summary>Whether a disk that is full or read-only was the cause, so that it was writing and not reading that failed.</summary>
    public static bool IsOfDisk(IOException cause) =>
        cause.HResult is DiskFull or DiskFullOfWindows or QuotaUsedUp or FileTooLarge or ReadOnly;

    /// <summary>The error with a message that names the file, the cause and the remedy.</summary>
    public static TextVaeException Of(string path, Exception cause)
    {
        var (reason, remedy) = cause switch
        {
            UnauthorizedAccessException => ("this user may not write there", "Choose another folder, or have its permissions changed"),
            DirectoryNotFoundException or FileNotFoundException =>
                ("its folder is not there", "See whether the folder was deleted or its disk is no longer mounted"),
            { HResult: DiskFull or DiskFullOfWindows } => ("the disk is full", "Free some space"),
            { HResult: QuotaUsedUp } => ("the disk quota is used up", "Free some space"),
            { HResult: FileTooLarge } => ("it is larger than this process may write", "Raise the limit (ulimit -f)"),
            { HResult: ReadOnly } => ("the file system is read-only", "Choose another folder, or have the disk mounted for writing"),
            { HResult: InputOutput } => ("the disk failed (input/output error)", "See whether it is still there and whole"),
            _ => (cause.Message.TrimEnd('.'), "See whether the disk is still there and whole"),
        };
        return new TextVaeException(
            $"'{path}' cannot be written: {reason}. {remedy}, then start again; a training goes on with --resume.", cause);
    }
}
