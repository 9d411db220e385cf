namespace TextVae.Cli;

/// <summary>The one place where an exception becomes a message on stderr and an exit code.</summary>
internal static class Failure
{
    /// <summary>Set this environment variable to 1 to see the stack trace of an unexpected error.</summary>
    public const string DebugSwitch = "TEXTVAE_DEBUG";

    // More than the longest message that lists the problems of a recipe.
    private const int LongestMessage = 10_000;

    /// <summary>Prints one paragraph about <paramref name="exception"/> and returns the exit code for it.</summary>
    public static int Report(Exception exception, TextWriter error, bool debug)
    {
        switch (exception)
        {
            case OperationCanceledException:
                error.WriteLine("interrupted");
                return ExitCodes.Interrupted;
            case TextVaeException or IOException or UnauthorizedAccessException:
                Print(error, exception.Message);
                break;
            default:
                Print(error, $"unexpected {exception.GetType().Name}: {exception.Message}");
                error.WriteLine(
                    debug ? exception.StackTrace : $"set {DebugSwitch}=1 for the stack trace");
                break;
        }

        return exception switch
        {
            RecipeException => ExitCodes.UsageOrRecipe,
            DataException => ExitCodes.Data,
            NativeRuntimeException => ExitCodes.NativeRuntime,
            _ => ExitCodes.Failed,
        };
    }

    /// <summary>Prints a message that starts with <c>error:</c> as one paragraph of harmless characters.</summary>
    public static void Print(TextWriter error, string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var paragraph = TerminalText.Clean(string.Join(' ', lines));
        var rest = paragraph.Length - LongestMessage;
        error.WriteLine($"error: {(rest > 0 ? $"{paragraph[..LongestMessage]}... ({rest} characters more)" : paragraph)}");
    }
}
