using System.Text;

namespace TextVae.Cli.Inputs;

/// <summary>Lines of UTF-8 from a pipe, a device or stdin, read as they are asked for.</summary>
internal sealed class TextInput
{
    /// <summary>The most characters of a line, so that one without end takes no memory without end.</summary>
    internal const int LongestLine = 16 << 20;

    private readonly Func<string?> _read;

    private TextInput(string name, bool isFile, Func<string?> read) => (Name, IsFile, _read) = (name, isFile, read);

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Whether it is a file that stays as it is, and neither stdin nor a pipe, in which there may be something at another time.</summary>
    public bool IsFile { get; }

    /// <summary>Opens it.</summary>
    /// <param name="file">The file; `-` or null for stdin.</param>
    /// <param name="cancellation">Ends the waiting for stdin.</param>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static TextInput Open(string? file, CancellationToken cancellation)
    {
        if (file is null or "-")
        {
            // Only the console's own method lets be corrected what somebody types.
            var stdin = Console.IsInputRedirected ? Strict(Console.OpenStandardInput()) : null;
            return new TextInput("stdin", isFile: false, () => Patiently(() => stdin is null ? Console.In.ReadLine() : BoundedLine(stdin), cancellation));
        }

        try
        {
            var stream = File.OpenRead(file);
            var reader = Strict(stream);
            return new TextInput(file, stream.CanSeek, () => BoundedLine(reader));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The texts in '{file}' cannot be read: {exception.Message} Give a text file with one text a line.", exception);
        }
    }

    /// <summary>All lines, the empty ones among them.</summary>
    /// <exception cref="DataException">It cannot be read, holds no UTF-8 or a line of more than <see cref="LongestLine"/> characters.</exception>
    public IEnumerable<string> Lines()
    {
        for (var line = 1; Next(line) is { } text; line++)
            yield return text;
    }

    // A mark at the beginning may be there, and changes nothing: the reader's own detection would let invalid bytes pass behind one.
    private static StreamReader Strict(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);

    // A person may take long to type, and no read of a console ends by itself.
    private static string? Patiently(Func<string?> read, CancellationToken cancellation) =>
        Task.Run(read, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();

    private static string? BoundedLine(StreamReader reader)
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

    private string? Next(int line)
    {
        try
        {
            return _read();
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"Line {line} of '{Name}' {exception.Message}. Give texts of one line each.", exception);
        }
        catch (IOException exception)
        {
            throw new DataException($"'{Name}' cannot be read: {exception.Message}", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataException($"'{Name}' is not UTF-8 near line {line}. Convert it to UTF-8.", exception);
        }
    }
}
