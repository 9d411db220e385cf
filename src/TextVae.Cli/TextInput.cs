using System.Text;

namespace TextVae.Cli;

/// <summary>Texts from arguments, from a file, or from stdin, one a line.</summary>
internal static class TextInput
{
    /// <summary>The texts, read as they are asked for; empty lines are left out.</summary>
    /// <param name="arguments">Texts given as arguments; when there are some, nothing else is read.</param>
    /// <param name="file">A file to read, `-` for stdin; null means stdin too.</param>
    /// <param name="cancellation">Ends the waiting for stdin.</param>
    /// <exception cref="DataException">The file cannot be read or holds no UTF-8.</exception>
    public static IEnumerable<string> Read(string[] arguments, string? file, CancellationToken cancellation)
    {
        if (arguments.Length > 0)
            return arguments;
        if (file is null or "-")
            return Lines(() => Typed(cancellation), "stdin");
        try
        {
            return Lines(new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true)).ReadLine, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The texts in '{file}' cannot be read: {exception.Message} Give a text file with one text a line.", exception);
        }
    }

    // A person may take long to type, and no read of a console ends by itself.
    private static string? Typed(CancellationToken cancellation) =>
        Task.Run(Console.In.ReadLine, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();

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
        catch (DecoderFallbackException exception)
        {
            throw new DataException($"'{name}' is not UTF-8 near line {line}. Convert it to UTF-8.", exception);
        }
    }
}
