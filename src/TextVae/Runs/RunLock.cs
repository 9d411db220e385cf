namespace TextVae.Runs;

/// <summary>Keeps a second process out of a run folder. The system lets go of it however its process ends.</summary>
internal static class RunLock
{
    // "Resource temporarily unavailable" of Linux and of macOS, and the sharing violation of Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    /// <summary>
    /// Makes the folder where there is none, takes its lock, and hands it over to what is made with it; if that fails, the lock
    /// is free again.
    /// </summary>
    /// <exception cref="RecipeException">Another process has it.</exception>
    /// <exception cref="TextVaeException">Nothing can be written there.</exception>
    public static TrainingRun Hold(RunFolder folder, Func<FileStream, TrainingRun> make)
    {
        var held = Take(folder);
        try
        {
            return make(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes the folder where there is none, and takes its lock until what is returned is disposed of.</summary>
    /// <exception cref="RecipeException">Another process has it.</exception>
    /// <exception cref="TextVaeException">Nothing can be written there.</exception>
    public static FileStream Take(RunFolder folder)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
            return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (Held.Contains(exception.HResult))
        {
            throw new RecipeException(
                $"Another process is training into '{folder.Path}'. Wait for it to end, or choose another folder.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(folder.Lock, exception);
        }
    }
}
