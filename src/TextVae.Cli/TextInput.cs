using System.Text;

namespace TextVae.Cli;

/// <summary>Texts from arguments, from a file, or from stdin, one a line.</summary>
internal static class TextInput
{
    /// <summary>The texts, read as they are asked for; empty lines are left out.</summary>
    /// <param name="arguments">Texts given as arguments; when there are some, nothing else is read.</param>
    /// <param name="file">A file to read, `-` for stdin; null means stdin too.</param>
    /// <exception cref="DataException">The file cannot be read or holds no UTF-8.</exception>
    public static IEnumerable<string> Read(string[] arguments, string? file)
    {
        if (arguments.Length > 0)
            return arguments;
        if (file is null or "-")
            return Lines(Console.In, "stdin");
        try
        {
            return Lines(new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true)), file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The texts in '{file}' cannot be read: {exception.Message} Give a text file with one text a line.", exception);
        }
    }

    private static IEnumerable<string> Lines(TextReader reader, string name)
    {
        for (var line = 1; Next(reader, name, line) is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
                yield return text;
        }
    }

    private static string? Next(TextReader reader, string name, int line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataException($"'{name}' is not UTF-8 near line {line}. Convert it to UTF-8.", exception);
        }
    }
}
