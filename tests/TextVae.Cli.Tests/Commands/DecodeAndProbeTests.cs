using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>Diverse beams, and what <c>evaluate</c> measures of decoded texts and of vectors.</summary>
public sealed class DecodeAndProbeTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Evaluate_decodes_and_measures_the_texts_and_the_lists()
    {
        var folder = await _space.TrainAsync("run");

        var single = await Run.Of("evaluate", folder, "--decode", "--beam", "4", "--max-length", "6", "--json");
        var lists = await Run.Of(
            "evaluate", folder, "--decode", "--beam", "4", "--groups", "2", "--diversity", "1", "--hypotheses", "4",
            "--max-length", "6", "--json");

        string[] ofTexts = ["reconstruction_bleu", "distinct_1", "distinct_2", "self_bleu"];
        Assert.Equal([.. ofTexts, "latent_use", "findings"], Names(single).TakeLast(6));
        Assert.Equal(
            [.. ofTexts, "hypotheses", "list_distinct_1", "list_distinct_2", "list_self_bleu", "latent_use", "findings"],
            Names(lists).TakeLast(10));
        var text = await Run.Of("evaluate", folder, "--decode", "--beam", "4", "--max-length", "6");
        Assert.Equal(
            [.. Names(single).SkipLast(2).Where(name => name != "standard_errors"), "latent_gain"],
            text.Output.Split('\n').TakeWhile(line => line.Length > 0).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Evaluate_probes_for_length_and_phrases()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("evaluate", folder, "--probe", "--phrase", "good", "--phrase", "the food was bad", "--json");

        Assert.Equal("'the food was bad' is not probed: it is the same for all of the 54 sentences to train on.\n", run.Error);
        var probes = JsonNode.Parse(run.Output)!["probes"]!.AsArray();
        Assert.Equal(
            ["length length r2", "good phrase accuracy", "good phrase auc"],
            probes.Select(probe => $"{probe!["target"]} {probe["kind"]} {probe["metric"]}"));
        Assert.Equal(
            ["target", "kind", "metric", "value", "majority", "bag_of_words", "n"], probes[0]!.AsObject().Select(member => member.Key));
        var text = await Run.Of("evaluate", folder, "--probe", "--phrase", "good");
        var lines = text.Output.Split('\n');
        var table = Array.IndexOf(lines, "What a linear probe reads from the mean of q(z|x), over 4 sentences");
        Assert.Equal("target                  metric             z  majority  bag of words", lines[table + 1]);
        Assert.Equal(["length", "good", "good"], lines[(table + 2)..].TakeWhile(line => line.Length > 0).Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("--groups says how to decode, and nothing is decoded. Add --decode.", "--groups", "2")]
    [InlineData("--phrase says what to probe for. Add --probe.", "--phrase", "good")]
    [InlineData("The phrase 'very strange' has words that the model does not know. Probe for others.", "--probe", "--phrase", "very strange")]
    [InlineData(
        "Probes are trained on the training split. Try them on another, with --split valid or --split test.", "--probe", "--split", "train")]
    [InlineData("--diversity is a penalty between groups of a beam. Say how many there are with --groups.", "--decode", "--diversity", "1")]
    [InlineData("The groups are 3; the beam of 16 has to be a multiple of them.", "--decode", "--groups", "3")]
    [InlineData("The hypotheses are 5; they have to be between 1 and the beam of 4.", "--decode", "--beam", "4", "--hypotheses", "5")]
    [InlineData("The diversity is -1; it has to be between 0 and 1000.", "--decode", "--groups", "2", "--diversity", "-1")]
    [InlineData(
        "Groups and several hypotheses are of a beam; choose that strategy with them.", "--decode", "--strategy", "greedy", "--groups", "2")]
    public async Task What_does_not_go_together_is_told(string message, params string[] arguments)
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of(["evaluate", folder, .. arguments]);

        Assert.Equal((2, $"error: {message}\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("--decode", "it cannot reconstruct")]
    [InlineData("--probe", "it has no latent vector to probe")]
    public async Task A_language_model_has_nothing_to_decode_or_probe(string option, string reason)
    {
        var folder = await _space.TrainAsync("run", "--set", "model.kind=lm");

        var run = await Run.Of("evaluate", folder, option);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error);
    }

    [Fact]
    public async Task Reconstruct_gives_as_many_texts_as_are_asked_for_the_best_first()
    {
        var folder = await _space.TrainAsync("run");
        string[] command = ["reconstruct", folder, "good food", "--beam", "6", "--groups", "3", "--hypotheses", "3", "--max-length", "5"];

        var json = JsonNode.Parse((await Run.Of([.. command, "--json"])).Output)!;
        var text = (await Run.Of(command)).Output.Split('\n');

        var hypotheses = json["hypotheses"]!.AsArray();
        Assert.Equal(3, hypotheses.Count);
        Assert.Equal((string)json["reconstruction"]!, (string)hypotheses[0]!["text"]!);
        Assert.Equal((double)json["log_probability"]!, (double)hypotheses[0]!["log_probability"]!);
        Assert.Equal(
            [
                "text            good food", $"reconstruction  {hypotheses[0]!["text"]}", $"hypothesis 2    {hypotheses[1]!["text"]}",
                $"hypothesis 3    {hypotheses[2]!["text"]}", "", "",
            ],
            text);
    }

    [Fact]
    public async Task Groups_alone_ask_for_a_beam()
    {
        var folder = await _space.TrainAsync("run");
        async Task<string> Sample(params string[] more) =>
            (await Run.Of(["sample", folder, "--count", "6", "--beam", "4", "--groups", "2", .. more])).Output;

        Assert.Equal(await Sample("--strategy", "beam"), await Sample());
    }

    private static IEnumerable<string> Names(Run run) => JsonNode.Parse(run.Output)!.AsObject().Select(figure => figure.Key);
}
