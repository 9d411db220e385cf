using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>What <c>reconstruct</c> and <c>sample</c> do with labels, and how the weights of words are shown.</summary>
public sealed class LabelAndAttentionTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("word")]
    [InlineData("feature")]
    public async Task Attention_is_shown_word_by_word(string attention)
    {
        var folder = await _space.TrainAsync(
            "run", "--set", "model.summary=attention", "--set", $"model.attention={attention}");

        var json = await Run.Of("reconstruct", folder, "good zebra food", "--show-attention", "--json");
        var text = await Run.Of("reconstruct", folder, "good zebra food", "--show-attention");

        var line = JsonNode.Parse(json.Output)!.AsObject();
        Assert.Equal(["text", "reconstruction", "log_probability", "attention"], line.Select(member => member.Key));
        var weights = line["attention"]!.AsArray();
        Assert.Equal(["good", "<unk>", "food", "</s>"], weights.Select(weight => (string)weight!["word"]!));
        Assert.Equal(1, weights.Sum(weight => (double)weight!["weight"]!), 1e-5);
        Assert.Matches(@"\nattention       good 0\.\d\d  <unk> 0\.\d\d  food 0\.\d\d  </s> 0\.\d\d\n", text.Output);
    }

    [Fact]
    public async Task Attention_cannot_be_shown_where_there_is_none()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("reconstruct", folder, "good food", "--show-attention");

        Assert.Equal(
            (2, "error: This model has no attention whose weights could be shown. Train one with model.summary = \"attention\".\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Texts_are_written_under_a_label()
    {
        var folder = await TrainLabelledAsync();

        var sample = await Run.Of("sample", folder, "--label", "good", "--count", "3");
        var typed = await Run.Of("reconstruct", folder, "the food was cold", "--label", "bad", "--json");
        var split = await Run.Of("reconstruct", folder, "--split", "test", "--count", "2", "--label", "bad");

        Assert.Equal((0, 3), (sample.ExitCode, sample.Output.Count(c => c == '\n')));
        Assert.Equal("bad", (string)JsonNode.Parse(typed.Output)!["label"]!);
        Assert.Equal(2, split.Output.Split('\n').Count(line => line is "label           good" or "label           bad"));
    }

    [Fact]
    public async Task A_text_of_a_split_has_the_label_it_has_there()
    {
        var folder = await TrainLabelledAsync();
        var labels = await File.ReadAllBytesAsync(Path.Combine(_space["data"], "test.labels"), TestContext.Current.CancellationToken);
        var names = await File.ReadAllLinesAsync(Path.Combine(_space["data"], "labels.txt"), TestContext.Current.CancellationToken);

        var run = await Run.Of("reconstruct", folder, "--split", "test", "--json");

        Assert.Equal(
            labels.Chunk(4).Select(bytes => names[BitConverter.ToInt32(bytes)]),
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["label"]!));
    }

    [Fact]
    public async Task A_label_has_to_be_named_and_known()
    {
        var folder = await TrainLabelledAsync();
        async Task<(int, string)> Refusal(params string[] arguments)
        {
            var run = await Run.Of(arguments);
            return (run.ExitCode, run.Error);
        }

        Assert.Equal(
            (2, "error: This model writes every text under a label. Name one with --label: bad, good.\n"),
            await Refusal("sample", folder));
        Assert.Equal(
            (2, "error: This model reads every text together with its label, and only texts of --split come with theirs. Name one with "
                + "--label: bad, good.\n"),
            await Refusal("reconstruct", folder, "the food"));
        Assert.Equal(
            (2, "error: 'fine' is no label of this model. It knows bad, good.\n"),
            await Refusal("sample", folder, "--label", "fine"));
    }

    [Fact]
    public async Task Training_with_labels_needs_a_dataset_with_labels()
    {
        await _space.PrepareAsync();

        var run = await Run.Of(
            ["train", _space.Write("r.toml", ""), "--data", _space["data"], "--out", _space["run"], "--set", "model.label_embedding=3"]);

        Assert.Equal(
            (3, $"error: The dataset '{_space["data"]}' has no labels, and model.label_embedding is 3, which needs one for every text. "
                + "Prepare it anew with --label-field, or set model.label_embedding=0.\n"),
            (run.ExitCode, run.Error));
    }

    private async Task<string> TrainLabelledAsync()
    {
        await _space.PrepareLabelledAsync();
        return await _space.TrainAsync("run", "--set", "model.label_embedding=3");
    }
}
