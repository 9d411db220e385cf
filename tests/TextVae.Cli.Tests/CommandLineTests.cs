using System.CommandLine;

namespace TextVae.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_every_command_on_the_standard_output()
    {
        var run = await Run.Of("--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("\n  textvae [command] [options]\n", run.Output);
        Assert.All(CommandLine.CreateRoot().Subcommands, command => Assert.Contains($"\n  {command.Name} ", run.Output));
    }

    [Fact]
    public async Task No_command_shows_the_help_and_is_a_wrong_use()
    {
        var run = await Run.Of();

        Assert.Equal((await Run.Of("--help")).Output, run.Output);
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task Every_command_has_help_and_a_description_that_is_a_sentence()
    {
        foreach (var command in CommandLine.CreateRoot().Subcommands)
        {
            var run = await Run.Of(command.Name, "--help");

            Assert.Equal(0, run.ExitCode);
            Assert.EndsWith(".", command.Description, StringComparison.Ordinal);
            Assert.Contains(command.Description!, run.Output);
        }
    }

    [Fact]
    public async Task Help_says_a_default_once_and_as_it_is_typed()
    {
        var help = (await Run.Of("evaluate", "--help")).Output;

        Assert.Contains("--split <train|valid|test>           Which split (default: test).\n", help, StringComparison.Ordinal);
        Assert.Contains("(default: among all).\n", help, StringComparison.Ordinal);
        Assert.Contains("The most words of a text. [default: 200]\n", help, StringComparison.Ordinal);
        Assert.DoesNotMatch("default: [A-Z]", help);
    }

    [Fact]
    public async Task The_version_is_that_of_the_command() =>
        Assert.Equal(new Run(0, "textvae 0.1.0\n", ""), await Run.Of("--version"));

    [Theory]
    [InlineData("docter", "error: Unrecognized command or argument 'docter'. 'docter' was not matched. Did you mean one of the following? doctor\n")]
    [InlineData("doctor --jsno", "error: Unrecognized command or argument '--jsno'. '--jsno' was not matched. Did you mean one of the following? --json\n")]
    [InlineData("doctor \u001b[31mred", "error: Unrecognized command or argument '\\u001b[31mred'.\n")]
    [InlineData("sample run --count abc", "error: --count is 'abc'; it has to be a whole number of at most 2147483647.\n")]
    [InlineData("sample run --temperature hot", "error: --temperature is 'hot'; it has to be a number.\n")]
    [InlineData("bench", "error: `textvae bench` needs one of prepare, train, evaluate, decode, growth, soak, encode, onnx, neighbors, serve, sum, scaling.\n")]
    [InlineData("prepare x", "error: --out is missing; `textvae prepare --help` says what it is.\n")]
    [InlineData("trian x", "error: Unrecognized command or argument 'trian'. 'trian' was not matched. Did you mean one of the following? train\n")]
    [InlineData("doctor @file", "error: Unrecognized command or argument '@file'.\n")]
    public async Task What_cannot_be_understood_is_named_with_what_was_meant(string arguments, string error) =>
        Assert.Equal(new Run(2, "", error), await Run.Of(arguments.Split(' ')));

    [Fact]
    public async Task An_exception_of_a_command_becomes_a_message_and_an_exit_code()
    {
        var root = Root((_, _) => throw new DataException("The file 'x' is no text."));

        var run = await Run.Of(root, ["go"], TestContext.Current.CancellationToken);

        Assert.Equal(new Run(3, "", "error: The file 'x' is no text.\n"), run);
    }

    [Fact]
    public async Task A_cancelled_command_is_interrupted()
    {
        using var source = new CancellationTokenSource();
        var root = Root(async (parse, cancellation) =>
        {
            await parse.InvocationConfiguration.Output.WriteLineAsync("partial");
            await source.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        });

        var run = await Run.Of(root, ["go"], source.Token);

        Assert.Equal(new Run(130, "partial\n", "interrupted\n"), run);
    }

    private static RootCommand Root(Func<ParseResult, CancellationToken, Task> action)
    {
        var command = new Command("go");
        command.SetAction(action);
        return [command];
    }
}
