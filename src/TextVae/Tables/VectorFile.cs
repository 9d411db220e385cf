using System.Globalization;
using System.Text;
using System.Text.Json;
using TextVae.Corpus;
using TextVae.Corpus.Reading;

namespace TextVae.Tables;

/// <summary>
/// Vectors that come from outside: what <see cref="Table"/> has written, and what other programs write. Nothing of a file is trusted:
/// each vector has as many numbers as it should and all of them finite, or the file is refused with the place and what to do.
/// </summary>
public static class VectorFile
{
    private const int LongestRow = 16 << 20;

    /// <summary>The vectors of a file, read as they are asked for.</summary>
    /// <param name="path">The file; JSON lines and CSV may be packed (<c>.gz</c>, <c>.zst</c>, in a <c>.tar</c>).</param>
    /// <param name="size">The numbers of a vector.</param>
    /// <param name="format">How it is written; told by the name where it is left out, and by the first character where that does not
    /// tell.</param>
    /// <exception cref="DataException">It is missing, or damaged, or does not hold such vectors.</exception>
    public static IEnumerable<float[]> Read(string path, int size, TableFormat? format = null)
    {
        var input = InputPath.Parse(path);
        var vectors = (format ?? TableFormats.Of(input.File)) switch
        {
            TableFormat.Npy => Named(path, Npy.Read(path, size)),
            TableFormat.Parquet => Named(path, ParquetReading.Read(path, size)),
            var chosen => Packed(input, size, chosen),
        };
        return vectors.Select((vector, row) => VectorRefusal.Checked(vector, size, input.Name, $"Vector {row + 1}"));
    }

    /// <summary>The vectors of a stream of JSON lines or rows, which may come slowly.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="size">The numbers of a vector.</param>
    /// <param name="format">JSON or CSV; told by the first character where it is left out.</param>
    /// <exception cref="DataException">It does not hold such vectors.</exception>
    public static IEnumerable<float[]> Read(Stream stream, string name, int size, TableFormat? format = null)
    {
        using var window = new ByteWindow(stream);
        FormatDetection.PassByteOrderMark(window, name);
        if (!window.FillTo(1))
            yield break;
        format ??= window.Unread[0] is (byte)'{' or (byte)'[' ? TableFormat.Json : TableFormat.Csv;
        var vectors = format switch
        {
            TableFormat.Json => Json(window, name, size),
            TableFormat.Csv => VectorRows.Read(window, name, size),
            _ => throw new RecipeException("Vectors come through a pipe as JSON lines or CSV. Give .npy and Parquet as files."),
        };
        foreach (var vector in vectors)
            yield return vector;
    }

    /// <summary>A vector as somebody types it: numbers with commas or blanks between them, with brackets around or without.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="size">The numbers of a vector.</param>
    /// <exception cref="DataException">It is no such vector.</exception>
    public static float[] Parse(string text, int size)
    {
        var numbers = text.Trim().TrimStart('[').TrimEnd(']').Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return VectorRefusal.Checked(Array.ConvertAll(numbers, number => VectorRows.Number(number, "the arguments", 1)), size, "the arguments", "A vector");
    }

    private static IEnumerable<float[]> Packed(InputPath input, int size, TableFormat? format)
    {
        using var file = InputFile.Open(input, TextFormat.Lines);
        format ??= TableFormats.Of(file.ContentName);
        foreach (var vector in Told(Read(file.Content, input.Name, size, format), InputFile.IsDamage, e => InputFile.Damaged(input, e)))
            yield return vector;
    }

    private static IEnumerable<float[]> Named(string path, IEnumerable<float[]> vectors) => Told(
        vectors, e => e is IOException or UnauthorizedAccessException,
        e => new DataException($"'{path}' cannot be read: {e.Message.TrimEnd('.')}. Give a file that `encode --output` has written.", e));

    /// <summary>The same vectors; what goes wrong while they are read becomes a message.</summary>
    private static IEnumerable<float[]> Told(
        IEnumerable<float[]> vectors, Func<Exception, bool> isDamage, Func<Exception, DataException> tell)
    {
        using var source = vectors.GetEnumerator();
        while (true)
        {
            try
            {
                if (!source.MoveNext())
                    yield break;
            }
            catch (Exception exception) when (isDamage(exception))
            {
                throw tell(exception);
            }

            yield return source.Current;
        }
    }

    private static IEnumerable<float[]> Json(ByteWindow window, string name, int size)
    {
        var slicer = new LineSlicer(window, LongestRow);
        while (true)
        {
            float[] vector;
            {
                if (!slicer.TryNext(out var slice))
                    yield break;
                if (slice.State == SliceState.TooLong)
                    throw new DataException($"'{name}', line {slice.Line}: it is longer than {LongestRow} bytes. Give a vector a line.");
                if (slice.Bytes.IndexOfAnyExcept(" \t\r"u8) < 0)
                    continue;
                vector = VectorRefusal.Checked(FromJson(slice, name), size, name, $"Line {slice.Line}");
            }

            yield return vector;
        }
    }

    private static float[] FromJson(in RecordSlice slice, string name)
    {
        try
        {
            Utf8JsonReader reader = new(slice.Bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            if (slice.Bytes[(int)reader.BytesConsumed..].IndexOfAnyExcept(" \t\r"u8) >= 0)
                throw new JsonException("there is more than one value");
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("vector", out root))
                throw new JsonException("there is no member \"vector\"");
            return root.ValueKind == JsonValueKind.Array
                ? [.. root.EnumerateArray().Select(Number)]
                : throw new JsonException("the vector is no array of numbers");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new DataException(
                string.Create(CultureInfo.InvariantCulture, $"'{name}', line {slice.Line}: {Reason(exception)}. ")
                + "Give a JSON object a line with the numbers under \"vector\", as `encode --json` prints them.",
                exception);
        }
    }

    private static float Number(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetSingle()
        : throw new JsonException("the vector holds something that is no number");

    private static string Reason(Exception exception) =>
        exception.Message.Split(" LineNumber:")[0].TrimEnd('.') is var reason ? char.ToLowerInvariant(reason[0]) + reason[1..] : "";
}
