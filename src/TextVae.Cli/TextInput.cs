using System.Text;

namespace TextVae.Cli;

/// <summary>Texts from arguments, from a file, or from stdin, one a line.</summary>
internal static class TextInput
{
    /// <summary>The most characters of a line, so that one without end takes no memory without end.</summary>
    internal const int LongestLine = 16 << 20;

    /// <summary>The texts, read as they are asked for; empty lines are left out.</summary>
    /// <param name="arguments">Texts given as arguments; when there are some, nothing else is read.</param>
    /// <param name="file">A file to read, `-` for stdin; null means stdin too.</param>
    /// <exception cref="DataException">The file cannot be read, holds no UTF-8 or a line of more than <see cref="LongestLine"/>
    /// characters.</exception>
    public static IEnumerable<string> Read(string[] arguments, string? file)
    {
        if (arguments.Length > 0)
            return arguments;
        if (file is null or "-")
            return Lines(Console.In, "stdin", isTyped: !Console.IsInputRedirected);
        try
        {
            return Lines(new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true)), file, isTyped: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The texts in '{file}' cannot be read: {exception.Message} Give a text file with one text a line.", exception);
        }
    }

    private static IEnumerable<string> Lines(TextReader reader, string name, bool isTyped)
    {
        // A line that is typed is short, and only the reader's own method lets it be corrected.
        for (var line = 1; (isTyped ? reader.ReadLine() : Next(reader, name, line)) is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
                yield return text;
        }
    }

    private static string? Next(TextReader reader, string name, int line)
    {
        try
        {
            var text = new StringBuilder();
            var next = reader.Read();
            if (next < 0)
                return null;
            for (; next is not (-1 or '\n' or '\r'); next = reader.Read())
            {
                if (text.Length == LongestLine)
                {
                    throw new DataException(
                        $"Line {line} of '{name}' is longer than {LongestLine} characters. Give texts of one line each.");
                }

                text.Append((char)next);
            }

            if (next == '\r' && reader.Peek() == '\n')
                _ = reader.Read();
            return text.ToString();
        }
        catch (IOException exception)
        {
            throw new DataException($"'{name}' cannot be read: {exception.Message}", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataException($"'{name}' is not UTF-8 near line {line}. Convert it to UTF-8.", exception);
        }
    }
}
