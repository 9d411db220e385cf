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
    [InlineData("docter", "error: `textvae` has no command 'docter'. Did you mean doctor?\n")]
    [InlineData("doctor --jsno", "error: '--jsno' is no option of `textvae doctor`. Did you mean --json?\n")]
    [InlineData("doctor -- --jsno", "error: `textvae doctor` has no place for '--jsno'.\n")]
    [InlineData("doctor \u001b[31mred", "error: `textvae doctor` has no place for '\\u001b[31mred'.\n")]
    [InlineData("sample run --count", "error: --count has no value; `textvae sample --help` says what it takes.\n")]
    [InlineData("sample run --count 1 --count 2", "error: --count has 2 values; it takes one.\n")]
    [InlineData("sample run --count abc", "error: --count is 'abc'; it has to be a whole number of at most 2147483647.\n")]
    [InlineData("sample run --temperature hot", "error: --temperature is 'hot'; it has to be a number.\n")]
    [InlineData("bench", "error: `textvae bench` needs one of prepare, train, evaluate, decode, growth, soak, encode, onnx, neighbors, serve, sum, scaling.\n")]
    [InlineData("prepare x", "error: --out is missing; `textvae prepare --help` says what it is.\n")]
    [InlineData("report", "error: RUN is missing; `textvae report --help` says what it is.\n")]
    [InlineData("bench train", "error: RECIPE and --data are missing; `textvae bench train --help` says what they are.\n")]
    [InlineData("bench trian --data d", "error: `textvae bench` has no command 'trian'. Did you mean train?\n")]
    [InlineData("interpolate run a b", "error: `textvae interpolate` has no place for 'a', 'b'. --from and --to are missing; `textvae interpolate --help` says what they are.\n")]
    [InlineData("trian x", "error: `textvae` has no command 'trian'. Did you mean train?\n")]
    [InlineData("doctor @file", "error: `textvae doctor` has no place for '@file'.\n")]
    public async Task What_cannot_be_understood_is_named_with_what_was_meant(string arguments, string error) =>
        Assert.Equal(new Run(2, "", error), await Run.Of(arguments.Split(' ')));

    [Theory]
    [InlineData("encode run hello --otput x.csv", "'--otput' is no option of `textvae encode`. Did you mean --output?")]
    [InlineData("encode run hello --otput=x.csv", "'--otput' is no option of `textvae encode`. Did you mean --output?")]
    [InlineData("novelty run x --sorted", "'--sorted' is no option of `textvae novelty`. Did you mean --sort?")]
    [InlineData("neighbors run -top 3", "'-top' is no option of `textvae neighbors`. Did you mean --top?")]
    [InlineData("prepare t.jsonl --text-feild body", "'--text-feild' is no option of `textvae prepare`. Did you mean --text-field?")]
    [InlineData("decode run --strategie greedy", "'--strategie' is no option of `textvae decode`. Did you mean --strategy?")]
    [InlineData("train --hlep", "'--hlep' is no option of `textvae train`. Did you mean --help?")]
    [InlineData("encode run -good", "'-good' is no option of `textvae encode`; `textvae encode --help` lists those that there are.")]
    public async Task A_mistyped_option_is_no_text_and_no_file(string arguments, string error) =>
        Assert.Equal(
            new Run(2, "", $"error: {error} Arguments that begin with a dash come after --.\n"), await Run.Of(arguments.Split(' ')));

    [Theory]
    [InlineData("decode", "/no/run", "-1,2", "-.5 1", "[-1,2]")]
    [InlineData("encode", "/no/run", "--", "--otput", "- good")]
    [InlineData("encode", "/no/run", "-", "good-bye")]
    public async Task What_begins_with_a_dash_may_be_a_vector_or_a_text(params string[] arguments) =>
        Assert.Equal(
            new Run(3, "", "error: There is no folder '/no/run'. Give a run folder that `train` has made, or its 'model' folder.\n"),
            await Run.Of(arguments));

    [Fact]
    public async Task Help_is_shown_whatever_stands_beside_it() =>
        Assert.Equal(await Run.Of("encode", "--help"), await Run.Of("encode", "run", "hello", "--otput", "x.csv", "--help"));

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
