using System.CommandLine;

namespace TextVae.Cli.Tests;

/// <summary>What a run of the command line in this process left: its exit code and all that it printed.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public static Task<Run> Of(params string[] arguments) =>
        Of(CommandLine.CreateRoot(), arguments, TestContext.Current.CancellationToken);

    public static async Task<Run> Of(Command root, string[] arguments, CancellationToken cancellation)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(root, arguments, output, error, cancellation);
        return new Run(exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
