using System.Text;

namespace TextVae.Cli.Inputs;

/// <summary>Texts from arguments, from a file, or from stdin, one a line.</summary>
internal static class TextInput
{
    /// <summary>The most characters of a line, so that one without end takes no memory without end.</summary>
    internal const int LongestLine = 16 << 20;

    /// <summary>The texts, read as they are asked for; empty lines are left out.</summary>
    /// <param name="arguments">Texts given as arguments; when there are some, nothing else is read.</param>
    /// <param name="file">A file to read, `-` for stdin; null means stdin too.</param>
    /// <param name="cancellation">Ends the waiting for stdin.</param>
    /// <exception cref="DataException">The file cannot be read, holds no UTF-8 or a line of more than <see cref="LongestLine"/>
    /// characters.</exception>
    public static IEnumerable<string> Read(string[] arguments, string? file, CancellationToken cancellation)
    {
        if (arguments.Length > 0)
            return arguments;
        if (file is null or "-")
            return Lines(() => FromStdin(cancellation), "stdin");
        try
        {
            var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Lines(() => BoundedLine(reader), file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The texts in '{file}' cannot be read: {exception.Message} Give a text file with one text a line.", exception);
        }
    }

    // A person may take long to type, and no read of a console ends by itself. What is typed is short, and only the console's own
    // method lets it be corrected.
    private static string? FromStdin(CancellationToken cancellation) =>
        Task.Run(() => Console.IsInputRedirected ? BoundedLine(Console.In) : Console.In.ReadLine(), cancellation)
            .WaitAsync(cancellation).GetAwaiter().GetResult();

    private static string? BoundedLine(TextReader reader)
    {
        var text = new StringBuilder();
        var next = reader.Read();
        if (next < 0)
            return null;
        for (; next is not (-1 or '\n' or '\r'); next = reader.Read())
        {
            if (text.Length == LongestLine)
                throw new InvalidDataException($"is longer than {LongestLine} characters");
            text.Append((char)next);
        }

        if (next == '\r' && reader.Peek() == '\n')
            _ = reader.Read();
        return text.ToString();
    }

    private static IEnumerable<string> Lines(Func<string?> read, string name)
    {
        for (var line = 1; Next(read, name, line) is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
                yield return text;
        }
    }

    private static string? Next(Func<string?> read, string name, int line)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"Line {line} of '{name}' {exception.Message}. Give texts of one line each.", exception);
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
