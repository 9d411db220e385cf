namespace TextVae.Cli.Tests;

public sealed class FailureTests
{
    public static TheoryData<Exception, int, string> Mapped => new()
    {
        { new RecipeException("A"), 2, "error: A\n" },
        { new DataException("B"), 3, "error: B\n" },
        { new NativeRuntimeException("C"), 4, "error: C\n" },
        { new TextVaeException("D"), 1, "error: D\n" },
        { new IOException("No space left on device"), 1, "error: No space left on device\n" },
        { new UnauthorizedAccessException("Access denied"), 1, "error: Access denied\n" },
        { new OperationCanceledException(), 130, "interrupted\n" },
        { new TaskCanceledException(), 130, "interrupted\n" },
        {
            new InvalidOperationException("E"), 1,
            "error: unexpected InvalidOperationException: E\nset TEXTVAE_DEBUG=1 for the stack trace\n"
        },
    };

    [Theory]
    [MemberData(nameof(Mapped), DisableDiscoveryEnumeration = true)]
    public void Each_kind_of_exception_has_its_exit_code_and_message(Exception exception, int exitCode, string message) =>
        Assert.Equal((exitCode, message), Report(Thrown(exception), debug: false));

    [Fact]
    public void Debugging_shows_the_stack_trace_of_what_is_unexpected()
    {
        var (exitCode, message) = Report(Thrown(new InvalidOperationException("E")), debug: true);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: unexpected InvalidOperationException: E\n", message, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), message);
    }

    [Fact]
    public void An_error_that_the_user_can_mend_never_shows_a_stack_trace() =>
        Assert.Equal((3, "error: B\n"), Report(Thrown(new DataException("B")), debug: true));

    [Fact]
    public void A_message_is_one_paragraph_of_harmless_characters() =>
        Assert.Equal((3, "error: A title \\u001b]0;x\\u0007 and more\n"), Report(
            new DataException("A title \u001b]0;x\a\n  and more\n"), debug: false));

    private static (int ExitCode, string Message) Report(Exception exception, bool debug)
    {
        var error = new StringWriter();
        var exitCode = Failure.Report(exception, error, debug);
        return (exitCode, error.ToString().ReplaceLineEndings("\n"));
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
