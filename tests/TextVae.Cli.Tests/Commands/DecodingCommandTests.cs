using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>How words are chosen, as it is typed.</summary>
public sealed class DecodingCommandTests : IDisposable
{
    private const string Text = "the food was good";

    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Words_are_required_and_forbidden_and_lengths_and_repeats_kept()
    {
        var folder = await _space.TrainAsync("run");

        var free = await Words("reconstruct", folder, Text, "--max-length", "9");
        var required = await Words("reconstruct", folder, Text, "--max-length", "9", "--require", "room", "--require", "staff");
        var forbidden = await Words(
            "reconstruct", folder, Text, "--max-length", "9", "--min-length", "4", "--forbid", free[0], "--forbid", "<unk>");
        var once = await Words("reconstruct", folder, Text, "--no-repeat-ngram", "1", "--min-length", "5", "--strategy", "greedy");

        Assert.Contains("room", required);
        Assert.Contains("staff", required);
        Assert.InRange(forbidden.Length, 4, 9);
        Assert.DoesNotContain(free[0], forbidden);
        Assert.DoesNotContain("<unk>", forbidden);
        Assert.InRange(once.Length, 5, 8);
        Assert.Equal(once.Distinct(), once);
    }

    [Theory]
    [InlineData("mbr", "--candidates", "5")]
    [InlineData("sample", "--top-k", "3")]
    [InlineData("sample", "--top-p", "0.7")]
    [InlineData("beam", "--require", "room")]
    [InlineData("beam", "--require", "room", "--forbid", "good")]
    public async Task An_option_that_only_one_strategy_has_asks_for_it(string strategy, params string[] options)
    {
        var folder = await _space.TrainAsync("run");
        async Task<Run> Reconstruct(params string[] more) =>
            await Run.Of(["reconstruct", folder, Text, "--max-length", "6", "--json", .. options, .. more]);

        var implied = await Reconstruct();

        Assert.Equal((0, ""), (implied.ExitCode, implied.Error));
        Assert.Equal((await Reconstruct("--strategy", strategy)).Output, implied.Output);
    }

    [Fact]
    public async Task Sample_and_evaluate_take_the_same_options()
    {
        var folder = await _space.TrainAsync("run");
        string[] options = ["--strategy", "mbr", "--candidates", "4", "--top-k", "5", "--max-length", "6", "--no-repeat-ngram", "1"];

        var sampled = await Run.Of(["sample", folder, "--count", "5", .. options]);
        var evaluated = await Run.Of(["evaluate", folder, "--decode", "--json", .. options]);

        Assert.All(
            sampled.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')),
            words => Assert.Equal(words.Distinct(), words));
        Assert.Equal(0, evaluated.ExitCode);
        Assert.NotNull(JsonNode.Parse(evaluated.Output)!["reconstruction_bleu"]);
        Assert.InRange((double)JsonNode.Parse(evaluated.Output)!["decoded_texts"]!["length_mean"]!, 0, 6);
    }

    [Theory]
    [InlineData(
        "'strange' is no word of this model, so no text of it could have it. Its words are in vocabulary.txt of its folder.",
        "--forbid", "strange")]
    [InlineData(
        "'strange' is no word of this model, so no text of it could have it. Its words are in vocabulary.txt of its folder.",
        "--require", "good", "--require", "strange")]
    [InlineData("'good food' is 2 words to this model: good | food. Give one at a time.", "--require", "good food")]
    [InlineData("' ' has no word in it. Give a word.", "--forbid", " ")]
    [InlineData(
        "--require is an option of a beam, and these texts are made by the strategy greedy. Leave it away, or choose the strategy beam.",
        "--require", "good", "--strategy", "greedy")]
    [InlineData("--temperature is an option of draws, and these texts are made by the strategy beam. Leave it away, or choose the strategy sample or mbr.", "--temperature", "2", "--beam", "4")]
    [InlineData("--beam is an option of a beam, and these texts are made by the strategy greedy. Leave it away, or choose the strategy beam.", "--strategy", "greedy", "--beam", "4")]
    [InlineData("--length-power is an option of a beam, and these texts are made by the strategy sample. Leave it away, or choose the strategy beam.", "--strategy", "sample", "--length-power", "2")]
    [InlineData("--candidates is an option of minimum Bayes risk, and these texts are made by the strategy beam. Leave it away, or choose the strategy mbr.", "--strategy", "beam", "--candidates", "2")]
    [InlineData("--top-k is an option of draws, and these texts are made by the strategy beam. Leave it away, or choose the strategy sample or mbr.", "--top-k", "2", "--beam", "4")]
    [InlineData("The word 'good' is both forbidden and required.", "--forbid", "good", "--require", "good")]
    [InlineData(
        "The top-p is 0; it has to be above 0 and at most 1. The candidates are 0; they have to be between 1 and 1000.",
        "--strategy", "mbr", "--top-p", "0", "--candidates", "0")]
    public async Task What_cannot_be_is_told(string message, params string[] options)
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of(["reconstruct", folder, Text, .. options]);

        Assert.Equal((2, $"error: {message}\n", ""), (run.ExitCode, run.Error, run.Output));
    }

    private static async Task<string[]> Words(params string[] command)
    {
        var run = await Run.Of([.. command, "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return ((string)JsonNode.Parse(run.Output)!["reconstruction"]!).Split(' ');
    }
}
