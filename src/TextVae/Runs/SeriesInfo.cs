using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TextVae.Runs;

/// <summary>The file that says what all runs of a series in a folder have in common, and by which the folder is known.</summary>
internal static class SeriesInfo
{
    /// <summary>Begins a series.</summary>
    /// <param name="folder">A new or an empty folder.</param>
    /// <param name="file">The file within it.</param>
    /// <param name="info">What the file says.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="what">What a folder of this kind holds, such as "sweep".</param>
    /// <exception cref="RecipeException">There is something in the folder.</exception>
    public static void Begin<T>(string folder, string file, T info, JsonTypeInfo<T> type, string what)
    {
        RequireUnused(folder, what);
        AtomicFile.CreateFolder(folder);
        AtomicFile.Write(file, stream => JsonSerializer.Serialize(stream, info, type));
    }

    /// <summary>Refuses a folder that holds something else than a killed process leaves.</summary>
    public static void RequireUnused(string folder, string what)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(IsForeign))
        {
            throw new RecipeException(
                $"'{folder}' is not empty and holds no {what}. Choose a new or an empty folder with --out, so that nothing "
                + "of yours is mixed with its files.");
        }

        bool IsForeign(string entry) => entry != new RunFolder(folder).Lock && !AtomicFile.IsTemporary(entry);
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="DataException">It is damaged.</exception>
    public static T Load<T>(string file, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(RegularFile.ReadAllBytes(file, RegularFile.SmallLimit), type)
                ?? throw new JsonException("it is null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' is damaged: {exception.Message} Choose another folder with --out.", exception);
        }
    }
}
