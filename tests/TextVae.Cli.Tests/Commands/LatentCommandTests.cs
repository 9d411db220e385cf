using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>What is done with texts through their vectors: neighbors, transfer, sums, samples around a text.</summary>
public sealed class LatentCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task The_nearest_text_of_a_split_is_the_text_itself_and_a_file_of_vectors_gives_the_same()
    {
        var run = await _space.TrainAsync("run");
        var texts = Lines(await Run.Of("encode", run, "--split", "train", "--json")).Select(line => (string)line["text"]!).ToArray();
        await Run.Of("encode", run, "--split", "train", "--output", _space["v.npy"]);
        _space.Write("texts.lst", string.Join('\n', texts));
        _space.Write("texts.csv", "place,words\n" + string.Concat(texts.Select((text, place) => $"{place},\"{text}\"\n")));

        var split = await Run.Of("neighbors", run, texts[7], "good food", "--top", "3", "--json");
        var file = await Run.Of(
            "neighbors", run, texts[7], "good food", "--top", "3", "--json", "--vectors", _space["v.npy"], "--texts", _space["texts.lst"]);
        var column = await Run.Of(
            "neighbors", run, texts[7], "good food", "--top", "3", "--json", "--vectors", _space["v.npy"], "--texts", _space["texts.csv"],
            "--texts-field", "words");
        var alone = await Run.Of("neighbors", run, texts[7], "--top", "1", "--vectors", _space["v.npy"], "--measure", "euclidean");

        Assert.Equal((0, ""), (split.ExitCode, split.Error));
        var found = Lines(split);
        Assert.Equal(["text", "rank", "index", "score", "neighbor"], found[0].AsObject().Select(member => member.Key));
        Assert.Equal([1, 2, 3, 1, 2, 3], found.Select(line => (int)line["rank"]!));
        Assert.Equal(texts[7], (string)found[0]["neighbor"]!);
        Assert.Equal(1, (double)found[0]["score"]!, 1e-6);
        Assert.All(found, line => Assert.Equal(texts[(int)line["index"]!], (string)line["neighbor"]!));
        Assert.Equal(split.Output, file.Output);
        Assert.Equal(split.Output, column.Output);
        Assert.Equal($"{texts[7]}\n    0.0000  vector 7\n", alone.Output);
    }

    [Theory]
    [InlineData("--vectors v.npy --among test", 2, "error: --vectors and --among both say where to look. Leave one of them out.\n")]
    [InlineData("--texts t.txt", 2, "error: --texts has the texts of vectors in a file. Name it with --vectors.\n")]
    [InlineData("--vectors v.jsonl --texts-field 2", 2, "error: --texts-field says where the text is in a file of texts. Name that with --texts.\n")]
    [InlineData("--top 0", 2, "error: --top is 0; it has to be between 1 and 1000000 neighbors.\n")]
    [InlineData("--vectors v.jsonl --texts t.txt", 3, "error: 't.txt' has 1 texts and 'v.jsonl' 2 vectors, so which belong together is not known. Give the texts that were encoded, in the same order.\n")]
    public async Task What_cannot_be_looked_for_is_told(string options, int exit, string message)
    {
        var run = await _space.TrainAsync("run");
        _space.Write("t.txt", "good food\n");
        _space.Write("v.jsonl", "[1,2,3]\n[1,2,4]\n");

        var refused = await Run.Of(
            ["neighbors", run, "good", .. options.Split(' ').Select(part => part.Contains('.', StringComparison.Ordinal) ? _space[part] : part)]);

        Assert.Equal((exit, message), (refused.ExitCode, refused.Error.Replace(_space[""] + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Texts_of_a_label_are_transferred_along_the_difference_of_the_means_which_may_be_kept()
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run");

        var strong = await Run.Of(
            "transfer", run, "the food was cold", "--from", "bad", "--to", "good", "--strength", "0", "--max-length", "5", "--json",
            "--save-attribute", _space["way.json"]);
        var kept = await Run.Of("transfer", run, "the food was cold", "--attribute", _space["way.json"], "--strength", "0", "--max-length", "5", "--json");
        var split = await Run.Of("transfer", run, "--split", "train", "--from", "bad", "--to", "good", "--max-length", "3", "--json", "--count", "100");
        var reconstructed = await Run.Of("reconstruct", run, "the food was cold", "--max-length", "5", "--json");

        Assert.Equal((0, ""), (strong.ExitCode, strong.Error));
        Assert.Equal(strong.Output, kept.Output);
        var line = Lines(strong)[0];
        Assert.Equal(["text", "transferred", "log_probability"], line.AsObject().Select(member => member.Key));
        Assert.Equal((string)Lines(reconstructed)[0]["reconstruction"]!, (string)line["transferred"]!);
        var way = JsonNode.Parse(File.ReadAllText(_space["way.json"]))!;
        Assert.Equal(("bad", "good", 3), ((string)way["from"]!, (string)way["to"]!, way["vector"]!.AsArray().Count));
        Assert.Equal((long)way["from_texts"]!, Lines(split).Length); // those of the other label are left out
    }

    [Fact]
    public async Task A_model_of_labels_writes_a_text_under_the_other_one()
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run", "--set", "model.label_embedding=4");

        var moved = await Run.Of("transfer", run, "the food was cold", "--from", "bad", "--to", "good", "--max-length", "5", "--json");
        var refused = await Run.Of("transfer", run, "the food was cold", "--from", "bad", "--to", "good", "--strength", "2");
        var unknown = await Run.Of("transfer", run, "the food was cold", "--from", "bad", "--to", "best");

        Assert.Equal((0, ""), (moved.ExitCode, moved.Error));
        Assert.Single(Lines(moved));
        Assert.Equal((2, 2), (refused.ExitCode, unknown.ExitCode));
        Assert.StartsWith("error: This model was trained with labels, so it writes a text under --to", refused.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: 'best' is no label of this model.", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from bad", "error: It takes the labels to go between. Name both, with --from and --to.\n")]
    [InlineData("--from bad --to best", "error: 'best' is no label of the run's dataset. It has bad, good.\n")]
    [InlineData("--from bad --to good --strength NaN", "error: --strength has to be a finite number. Give one such as 1 or 1.5.\n")]
    public async Task A_way_that_there_is_not_is_told(string options, string message)
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run");

        var refused = await Run.Of(["transfer", run, "the food was cold", .. options.Split(' ')]);

        Assert.Equal((2, message), (refused.ExitCode, refused.Error));
    }

    [Fact]
    public async Task What_is_taken_away_and_added_again_leaves_the_text()
    {
        var run = await _space.TrainAsync("run");

        var sum = Lines(await Run.Of(
            "arithmetic", run, "good food", "--minus", "bad room", "--plus", "bad room", "--max-length", "5", "--json"))[0];
        var text = await Run.Of("arithmetic", run, "good food", "--minus", "bad", "--minus", "room", "--plus", "staff", "--scale", "0.5", "--max-length", "5");
        var plain = Lines(await Run.Of("encode", run, "good food", "--json"))[0];

        Assert.Equal(["text", "log_probability", "nll_bound", "vector"], sum.AsObject().Select(member => member.Key));
        foreach (var (expected, number) in plain["vector"]!.AsArray().Zip(sum["vector"]!.AsArray()))
            Assert.Equal((double)expected!, (double)number!, 1e-5);
        Assert.Equal(0, text.ExitCode);
        Assert.StartsWith("ln p(x|z)  nll_bound  text\n", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_near_a_text_without_a_radius_are_its_reconstruction()
    {
        var run = await _space.TrainAsync("run");

        var near = await Run.Of("sample", run, "--near", "good food", "--radius", "0", "--strategy", "greedy", "--count", "3", "--max-length", "5");
        var wide = await Run.Of("sample", run, "--near", "good food", "--radius", "9", "--count", "40", "--max-length", "5", "--seed", "2");
        var reconstructed = Lines(await Run.Of("reconstruct", run, "good food", "--strategy", "greedy", "--max-length", "5", "--json"))[0];
        var stray = await Run.Of("sample", run, "--radius", "2");

        Assert.Equal(string.Concat(Enumerable.Repeat($"{reconstructed["reconstruction"]}\n", 3)), near.Output);
        Assert.True(wide.Output.Split('\n').Distinct().Count() > 5);
        Assert.Equal((2, "error: --radius is how far around a text z is drawn. Give the text with --near.\n"), (stray.ExitCode, stray.Error));
    }

    private static JsonNode[] Lines(Run run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
