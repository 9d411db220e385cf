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

        string[] ofTexts = ["reconstruction_bleu", "word_error_rate", "word_accuracy", "distinct_1", "distinct_2", "self_bleu"];
        string[] ofLengths = ["real_texts", "decoded_texts"];
        Assert.Equal([.. ofTexts, .. ofLengths], Names(single).TakeLast(8));
        Assert.Equal(
            [.. ofTexts, "hypotheses", "list_distinct_1", "list_distinct_2", "list_self_bleu", .. ofLengths], Names(lists).TakeLast(12));
        var text = (await Run.Of("evaluate", folder, "--decode", "--beam", "4", "--max-length", "6")).Output.Split('\n');
        Assert.Equal([.. Names(single).SkipLast(2), "latent_gain"], FirstWords(text[1..]));
        Assert.All(
            text.Where(line => line.StartsWith("self_bleu", StringComparison.Ordinal)), line => Assert.Matches(@"^self_bleu +\d+\.\d{4}$", line));
        Assert.Equal(["texts", "real", "decoded"], Table(text, "Lengths in words, and the share of unknown words"));
    }

    [Fact]
    public async Task Evaluate_samples_texts_and_measures_them_the_same_every_time()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("evaluate", folder, "--sampled", "60", "--json");
        var text = (await Run.Of("evaluate", folder, "--sampled", "60")).Output.Split('\n');

        Assert.Equal(
            [
                "forward_perplexity", "forward_perplexity_real", "reverse_perplexity", "reverse_perplexity_real",
                "reverse_texts_real", "real_texts", "sampled_texts", "checks",
            ],
            Names(run).TakeLast(8));
        var document = JsonNode.Parse(run.Output)!;
        Assert.Equal((4, 60), ((int)document["real_texts"]!["texts"]!, (int)document["sampled_texts"]!["texts"]!));
        Assert.Equal(run.Output, (await Run.Of("evaluate", folder, "--sampled", "60", "--json")).Output);
        Assert.Equal(
            document["checks"]!.AsArray().Select(check => ((string)check!["check"]!).Split(' ')[0]).Prepend("check"),
            Table(text, "Where the real texts lie among sets of as many sampled ones"));
    }

    [Fact]
    public async Task A_model_of_texts_with_labels_is_sampled_under_the_labels_of_training_texts_and_probed_for_them()
    {
        await _space.PrepareLabelledAsync();
        var folder = await _space.TrainAsync("run", "--set", "model.label_embedding=2");

        var run = await Run.Of("evaluate", folder, "--sampled", "20", "--probe", "--json");

        var document = JsonNode.Parse(run.Output)!;
        Assert.Equal(20, (int)document["sampled_texts"]!["texts"]!);
        Assert.Empty(document["few_labels"]?.AsArray() ?? []);
        Assert.Contains("fresh", document["probes"]!.AsArray().Select(probe => (string)probe!["target"]!));
    }

    [Fact]
    public async Task Evaluate_probes_for_length_and_phrases()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("evaluate", folder, "--probe", "--phrase", "good", "--phrase", "the food was bad", "--json");

        Assert.Equal("'the food was bad' is not probed: it is the same for all of the 54 sentences to train on.\n", run.Error);
        var probes = JsonNode.Parse(run.Output)!["probes"]!.AsArray();
        Assert.Equal(
            ["length length r2", "first_word first_word accuracy", "last_word last_word accuracy", "good phrase accuracy", "good phrase auc"],
            probes.Select(probe => $"{probe!["target"]} {probe["kind"]} {probe["metric"]}"));
        Assert.Equal(
            ["target", "kind", "metric", "value", "majority", "bag_of_words", "n"], probes[0]!.AsObject().Select(member => member.Key));
        var text = await Run.Of("evaluate", folder, "--probe", "--phrase", "good");
        var lines = text.Output.Split('\n');
        var table = Array.IndexOf(lines, "What a linear probe reads from the mean of q(z|x), over 4 sentences");
        Assert.Equal("target                  kind        metric             z  majority  bag of words", lines[table + 1]);
        Assert.Equal(["length", "first_word", "last_word", "good", "good"], FirstWords(lines[(table + 2)..]));
    }

    [Fact]
    public async Task Evaluate_moves_texts_and_goes_between_them()
    {
        var texts = _space.Write("labelled.tsv", "good\tthe food was fresh\nbad\tthe food was cold\ngood\tthe staff was kind\n");
        await Run.Of(
            "prepare", "--train", texts, "--valid", texts, "--test", texts, "--out", _space["data"], "--coverage", "1", "--label-field", "1",
            "--text-field", "2");
        var folder = await _space.TrainAsync("run");
        string[] command =
        [
            "evaluate", folder, "--transfer", "--strengths", "0", "1.5", "--paths", "3", "--steps", "2",
            "--strategy", "greedy", "--max-length", "5",
        ];

        var json = await Run.Of([.. command, "--json"]);
        var text = (await Run.Of(command)).Output.Split('\n');

        Assert.Equal(
            ["transfer", "transfer_accuracy_real", "transfer_perplexity_real", "paths", "paths_perplexity_real", "paths_nll_real"],
            Names(json).TakeLast(6));
        var document = JsonNode.Parse(json.Output)!;
        Assert.Equal([0, 1.5, 0, 1.5], document["transfer"]!.AsArray().Select(found => (double)found!["strength"]!));
        Assert.Equal(["linear", "linear", "spherical", "spherical"], document["paths"]!.AsArray().Select(found => (string)found!["path"]!));
        Assert.Equal(5, Table(text, "Texts of one kind written as texts of the other").Count());
        Assert.Equal(
            ["path", "linear", "linear", "spherical", "spherical"],
            Table(text, "Along 3 ways between two sentences; likelihoods in nats a token"));
    }

    [Theory]
    [InlineData("--strengths says how far to transfer. Add --transfer.", "--strengths", "1")]
    [InlineData("--steps says how many texts a way has. Add --paths.", "--steps", "3")]
    [InlineData("There are 0 ways of 9 steps; there have to be 1 to 1000000 ways of 2 to 1000 steps.", "--paths", "0")]
    [InlineData("--groups says how to decode, and nothing is decoded. Add --decode, --transfer or --paths.", "--groups", "2")]
    [InlineData("--sampled is 0; it has to be between 1 and 10000000 texts.", "--sampled", "0")]
    [InlineData("--phrase says what to probe for. Add --probe.", "--phrase", "good")]
    [InlineData("The phrase 'very strange' has words that the model does not know. Probe for others.", "--probe", "--phrase", "very strange")]
    [InlineData(
        "Probes are trained on the training split. Try them on another, with --split valid or --split test.", "--probe", "--split", "train")]
    [InlineData(
        "Sampled texts stand beside the same figures of the split's real texts, and those of the training split are what the classifier and "
        + "the 5-gram model have learnt from. Measure another split, with --split valid or --split test.",
        "--sampled", "10", "--split", "train")]
    [InlineData("--diversity is a penalty between groups of a beam. Say how many there are with --groups.", "--decode", "--diversity", "1")]
    [InlineData("The groups are 3; the beam of 16 has to be a multiple of them.", "--decode", "--groups", "3")]
    [InlineData("The hypotheses are 5; they have to be between 1 and the beam of 4.", "--decode", "--beam", "4", "--hypotheses", "5")]
    [InlineData("The diversity is -1; it has to be between 0 and 1000.", "--decode", "--groups", "2", "--diversity", "-1")]
    [InlineData(
        "--groups is an option of a beam, and these texts are made by the strategy greedy. Leave it away, or choose the strategy beam.", "--decode", "--strategy", "greedy", "--groups", "2")]
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

    /// <summary>The figures of a document, without what is told of them.</summary>
    private static IEnumerable<string> Names(Run run) => JsonNode.Parse(run.Output)!.AsObject().Select(figure => figure.Key)
        .Except(["run", "dataset_hash", "split", "step", "precision", "standard_errors", "latent_use", "findings"]);

    private static IEnumerable<string> Table(string[] lines, string title) => FirstWords(lines[(Array.IndexOf(lines, title) + 1)..]);

    private static IEnumerable<string> FirstWords(IEnumerable<string> lines) =>
        lines.TakeWhile(line => line.Length > 0).Select(line => line.Split(' ')[0]);
}
