using System.Globalization;
using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>What is told of many texts at once: novelty, duplicates, clusters.</summary>
public sealed class GroupCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Novelty_gives_the_figures_of_an_evaluation_a_text_and_sorts_by_those_of_a_token()
    {
        var run = await _space.TrainAsync("run");

        var evaluated = JsonNode.Parse((await Run.Of("evaluate", run, "--split", "test", "--samples", "10", "--json")).Output)!;
        var plain = await Run.Of("novelty", run, "--split", "test", "--json");
        var sorted = Lines(await Run.Of("novelty", run, "--split", "test", "--json", "--sort", "--iw", "20"));

        Assert.Equal((0, ""), (plain.ExitCode, plain.Error));
        var rows = Lines(plain);
        Assert.Equal(["text", "nll_per_token", "nll_bound", "kl", "tokens"], rows[0].AsObject().Select(member => member.Key));
        Assert.Equal((double)evaluated["nll_bound"]!, rows.Average(row => (double)row["nll_bound"]!), 1e-3);
        Assert.Equal((double)evaluated["kl"]!, rows.Average(row => (double)row["kl"]!), 1e-3);
        Assert.Equal((long)evaluated["tokens"]!, rows.Sum(row => (long)row["tokens"]!));
        Assert.All(rows, row => Assert.Equal((double)row["nll_bound"]! / (int)row["tokens"]!, (double)row["nll_per_token"]!, 1e-9));
        var scores = sorted.Select(row => (double)row["nll_iw_per_token"]!).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(rows.Select(row => (string)row["text"]!).Order(), sorted.Select(row => (string)row["text"]!).Order());
    }

    [Fact]
    public async Task Novel_labels_are_told_from_others_with_an_area_for_each_figure()
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run");
        var file = _space.Write("t.csv", "text,kind\nthe food was fresh,a\nthe food was cold,b\nthe food was cold,c\n");

        var split = await Run.Of("novelty", run, "--split", "train", "--novel", "bad", "--json");
        var rows = Lines(await Run.Of("novelty", run, "--input", file, "--label-field", "kind", "--json", "--iw", "5"));
        var areas = Lines(await Run.Of("novelty", run, "--input", file, "--label-field", "kind", "--novel", "a", "--json", "--iw", "5"));
        var refused = await Run.Of("novelty", run, "the food was cold", "--novel", "a");

        Assert.Equal(["nll_per_token", "nll_bound", "kl"], Lines(split).Select(area => (string)area["score"]!));
        Assert.All(Lines(split), area => Assert.InRange((double)area["auroc"]!, 0, 1));
        Assert.Equal(["a", "b", "c"], rows.Select(row => (string)row["label"]!));
        Assert.Equal(5, areas.Length);
        foreach (var area in areas)
        {
            var scores = rows.Select(row => (double)row[(string)area["score"]!]!).ToArray();
            var won = scores[1..].Average(score => score < scores[0] ? 1 : score > scores[0] ? 0 : 0.5);
            Assert.Equal((won, 1, 2), ((double)area["auroc"]!, (int)area["novel"]!, (int)area["known"]!));
        }

        Assert.Equal(3, refused.ExitCode);
        Assert.StartsWith("error: There are 0 texts with a label of --novel and 0 with another one; it takes both.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_that_there_are_not_are_told_with_those_that_there_are()
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run");
        var file = _space.Write("t.csv", "text,kind\nthe food was fresh,a\nthe food was cold,b\n");
        async Task<(int, string)> Ended(params string[] command)
        {
            var ended = await Run.Of(command);
            return (ended.ExitCode, ended.Error);
        }

        Assert.Equal(
            (2, "error: 'worse', 'worst' are no labels of the run's dataset, which has bad, good.\n"),
            await Ended("novelty", run, "--split", "test", "--novel", "bad", "--novel", "worse", "--novel", "worst"));
        Assert.Equal(
            (2, "error: 'c' is no label of these texts, which have a, b.\n"),
            await Ended("novelty", run, "--input", file, "--label-field", "kind", "--novel", "a", "--novel", "c"));
        Assert.Equal(
            (2, "error: --novel does not go together with --sort: it prints how well figures tell labels apart, and no texts. Leave one of them away.\n"),
            await Ended("novelty", run, "--split", "test", "--novel", "bad", "--sort"));
        Assert.Equal(
            (2, "error: 'a' is no label of the run's dataset, so no text can be told to have it. The dataset has bad, good; --any-label keeps texts "
                + "whatever their label.\n"),
            await Ended("augment", run, "--input", file, "--label-field", "kind", "--max-length", "4"));
        Assert.Equal(0, (await Ended("augment", run, "--input", file, "--label-field", "kind", "--max-length", "4", "--any-label")).Item1);
    }

    [Fact]
    public async Task Labels_that_are_not_looked_at_are_told()
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run");

        var made = await Run.Of("augment", run, "the food was cold", "--max-length", "4", "--radius", "2");

        Assert.Matches("^kept [0-9]+ of [1-9][0-9]* texts drawn; [0-9]+ were no news; labels were not looked at\n$", made.Error);
    }

    [Fact]
    public async Task Duplicates_are_left_out_or_shown_with_the_text_that_is_kept()
    {
        var run = await _space.TrainAsync("run");

        var kept = await Run.Of("deduplicate", run, "good food", "bad room", "good food", "good  food", "--threshold", "0.999999");
        var groups = await Run.Of("deduplicate", run, "good food", "bad room", "good food", "--threshold", "0.999999", "--groups", "--json");
        var all = Lines(await Run.Of("deduplicate", run, "good food", "bad room", "good food", "--threshold", "0.999999", "--json"));
        var refused = await Run.Of("deduplicate", run, "good", "--threshold", "1.5");

        Assert.Equal(
            (0, "good food\nbad room\n", "kept 2 of 4 texts; 2 are duplicates of one before\n"), (kept.ExitCode, kept.Output, kept.Error));
        Assert.Equal([(0, 0), (2, 0)], Lines(groups).Select(row => ((int)row["index"]!, (int)row["original"]!)));
        Assert.Equal([(0, 1), (1, 0)], all.Select(row => ((int)row["index"]!, (int)row["duplicates"]!)));
        Assert.Equal(
            (2, "error: --threshold is the cosine of two vectors; it has to be above 0 and at most 1.\n"), (refused.ExitCode, refused.Error));
    }

    [Theory]
    [InlineData("kmeans")]
    [InlineData("gaussian")]
    public async Task Clusters_have_all_texts_their_labels_and_the_nearest_texts(string method)
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run");

        var found = await Run.Of("cluster", run, "--split", "train", "--clusters", "2", "--method", method, "--typical", "1", "--json");
        var text = await Run.Of("cluster", run, "--split", "train", "--clusters", "2", "--method", method);
        var assigned = Lines(await Run.Of("cluster", run, "--split", "train", "--clusters", "2", "--method", method, "--assignments", "--json"));

        Assert.Equal((0, ""), (found.ExitCode, found.Error));
        var rows = Lines(found);
        Assert.Equal([1, 2], rows.Select(row => (int)row["cluster"]!));
        Assert.Equal(method == "gaussian", rows[0]["bic"] is not null);
        Assert.Equal(method == "kmeans", rows[0]["sum_of_squares"] is not null);
        foreach (var row in rows)
        {
            var own = assigned.Where(line => (int)line["cluster"]! == (int)row["cluster"]!).ToArray();
            Assert.Equal(own.Length, (int)row["size"]!);
            Assert.Equal(own.Length / (double)assigned.Length, (double)row["share"]!, 1e-9);
            Assert.Equal((string)own.MinBy(line => (double)line["distance"]!)!["text"]!, (string)row["typical"]!.AsArray().Single()!);
            var labels = row["labels"]!.AsArray();
            Assert.Equal(1, labels.Sum(label => (double)label!["share"]!), 1e-9);
            Assert.All(labels, label => Assert.Equal(
                own.Count(line => (string)line["label"]! == (string)label!["label"]!) / (double)own.Length, (double)label!["share"]!, 1e-9));
        }

        Assert.StartsWith(method == "gaussian" ? "ln p " : "sum of squared distances ", text.Output, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\ncluster 1, {rows[0]["size"]} texts, "), text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task New_texts_are_new_and_none_comes_twice_and_all_keep_their_label(int labelEmbedding)
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run", "--set", $"model.label_embedding={labelEmbedding}");
        string[] command = ["augment", run, "--split", "train", "--radius", "2", "--max-length", "6", "--each", "2", "--json"];
        var training = Lines(await Run.Of("encode", run, "--split", "train", "--json")).Select(line => (string)line["text"]!).ToArray();

        var any = await Run.Of([.. command, "--any-label"]);
        var judged = await Run.Of([.. command, "--draws", "5"]);
        var again = await Run.Of([.. command, "--draws", "5"]);

        Assert.Equal(0, any.ExitCode);
        Assert.Matches("^kept [1-9][0-9]* of [1-9][0-9]* texts drawn; [0-9]+ were no news\n$", any.Error);
        Assert.Matches("^kept [0-9]+ of [1-9][0-9]* texts drawn; [0-9]+ were no news, [0-9]+ seemed to have another label\n$", judged.Error);
        Assert.Equal(judged.Output, again.Output);
        var found = Lines(any);
        Assert.Equal(["text", "label", "source", "log_probability"], found[0].AsObject().Select(member => member.Key));
        Assert.All(found, line => Assert.DoesNotContain((string)line["text"]!, training));
        Assert.All(found, line => Assert.Contains((string)line["source"]!, training));
        Assert.Equal(found.Length, found.Select(line => (string)line["text"]!).Distinct().Count());
        // Two of each, and a text may be in the split several times.
        Assert.All(found.CountBy(line => (string)line["source"]!), made =>
            Assert.InRange(made.Value, 1, 2 * training.Count(text => text == made.Key)));
        Assert.Equal(["bad", "good"], found.Select(line => (string)line["label"]!).Distinct().Order());
    }

    [Theory]
    [InlineData("--each 0", "error: --each is 0 and --draws 0; it takes at least 1, and at least as many draws.\n")]
    [InlineData("--each 3 --draws 2", "error: --each is 3 and --draws 2; it takes at least 1, and at least as many draws.\n")]
    [InlineData("--radius -1", "error: --radius has to be a finite number of at least 0.\n")]
    public async Task What_cannot_be_augmented_is_told(string options, string message)
    {
        var refused = await Run.Of(["augment", _space["run"], "good", .. options.Split(' ')]);

        Assert.Equal((2, message), (refused.ExitCode, refused.Error));
    }

    [Fact]
    public async Task Impossible_clusters_and_no_texts_are_told()
    {
        var run = await _space.TrainAsync("run");

        var many = await Run.Of("cluster", run, "good", "bad", "--clusters", "3");
        var none = await Run.Of("cluster", run, "--input", _space.Write("empty.txt", "\n"));
        var language = await Run.Of("cluster", await _space.TrainAsync("lm", "--set", "model.kind=lm"), "good");

        Assert.Equal((2, "error: The clusters are 3; they have to be between 1 and the number of vectors, 2.\n"), (many.ExitCode, many.Error));
        Assert.Equal(
            (3, $"left out: 1 empty text (first: empty.txt, line 1)\nerror: No texts were read: '{_space["empty.txt"]}' has none that can be used. "
                + "Give a file with texts in it.\n"),
            (none.ExitCode, none.Error));
        Assert.Equal(2, language.ExitCode);
        Assert.StartsWith("error: This model is a language model: it has no latent vector, so it cannot find clusters.", language.Error, StringComparison.Ordinal);
    }

    private static JsonNode[] Lines(Run run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
