using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TextVae.Sweeps;

/// <summary>A file of results that several sweeps write to: a JSON list of rows, each with its name.</summary>
public static class PublishedResults
{
    private const int Attempts = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Puts rows into the file: one of the same name is replaced where it stands, and gives the new one its other seeds if both are of
    /// the same experiment; rows of other names are appended.
    /// </summary>
    /// <param name="path">The file; made where there is none.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="DataException">The file is no list of rows.</exception>
    /// <exception cref="TextVaeException">It cannot be written, or another process has held it for half a minute.</exception>
    public static void Merge(string path, IReadOnlyList<SummaryRow> rows)
    {
        using var held = Hold(path);
        var list = File.Exists(path) ? Parse(path) : [];
        foreach (var row in rows)
        {
            var place = list.Index().FirstOrDefault(there => NameOf(there.Item) == row.Name, (-1, null)).Index;
            if (place < 0)
                list.Add((JsonNode)RowJson.Of(row));
            else
                list[place] = RowJson.Of(row.With(RowJson.Read(list[place]!.AsObject())!));
        }

        AtomicFile.WriteText(path, RowJson.Text(list));
    }

    // Between reading and writing, the rows of another sweep would be lost.
    private static FileStream Hold(string path)
    {
        var file = Path.GetFullPath(path);
        var guard = Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.lock");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(guard, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (attempt < Attempts && File.Exists(guard))
            {
                Thread.Sleep(Pause);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw WriteFailure.Of(path, exception);
            }
        }
    }

    /// <summary>Reads the rows.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">There is no such file, or it is no list of rows.</exception>
    public static IReadOnlyList<SummaryRow> Read(string path) => [.. Parse(path).Select(row => RowJson.Read(row!.AsObject())!)];

    private static JsonArray Parse(string path)
    {
        try
        {
            if (JsonNode.Parse(RegularFile.ReadAllText(path, RegularFile.SmallLimit)) is JsonArray list && list.All(row => NameOf(row) is not null))
                return list;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DataException($"'{path}' cannot be read: {exception.Message}", exception);
        }

        throw new DataException($"'{path}' is no file of results: it has to be a JSON list of objects, each with a name. Give another one.");
    }

    private static string? NameOf(JsonNode? row) => row is JsonObject json ? RowJson.Read(json)?.Name : null;
}
