using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TextVae.Corpus.Preparing;

namespace TextVae.Corpus;

/// <summary>The shape of <c>dataset.json</c>, generated at compile time.</summary>
[JsonSerializable(typeof(DatasetInfo))]
[JsonSerializable(typeof(PieceInfo))]
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(JsonNames<TextFormat>), typeof(JsonNames<TokenizerKind>), typeof(JsonNames<TextNormalization>),
        typeof(JsonNames<Split>), typeof(JsonNames<SkipReason>), typeof(JsonNames<HeaderRow>),
    ],
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class DatasetJsonShape : JsonSerializerContext;

/// <summary>How <c>dataset.json</c> is written and read.</summary>
internal static class DatasetJson
{
    // Readable: labels and file names of any script stay as they are.
    private static readonly DatasetJsonShape Readable = new(new JsonSerializerOptions(DatasetJsonShape.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static void Write(DatasetInfo info, string path)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(stream, info, Readable.DatasetInfo);
        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
    }

    /// <exception cref="DataException">The file is missing, damaged or of another version.</exception>
    public static DatasetInfo Read(string path)
    {
        DatasetInfo info;
        try
        {
            info = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path, RegularFile.SmallLimit), Readable.DatasetInfo)
                ?? throw new JsonException("It is null.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"'{Path.GetDirectoryName(path)}' is no dataset folder: it holds no "
                + $"{DatasetFiles.Info}. Make one with prepare, and give that folder.", e);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"'{path}' cannot be read: {e.Message.TrimEnd('.')}. Prepare the dataset again.", e);
        }
        if (info.FormatVersion != DatasetInfo.CurrentFormatVersion)
            throw new DataException($"'{path}' has format version {info.FormatVersion}, and this program reads version "
                + $"{DatasetInfo.CurrentFormatVersion}. Prepare the dataset again.");
        return info;
    }
}
