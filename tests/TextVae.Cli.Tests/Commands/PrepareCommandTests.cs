using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

public sealed class PrepareCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task It_prints_counts_vocabulary_unknown_words_lengths_and_what_was_left_out()
    {
        _space.Write("train.jsonl", "{\"text\":\"The food was good\"}\n{\"text\":\"bad\n{\"text\":\"Good, good food\"}\n");
        _space.Write("other.jsonl", "{\"text\":\"good room\"}\n");

        var run = await Run.Of(
            "prepare", "--train", _space["train.jsonl"], "--valid", _space["other.jsonl"], "--test", _space["other.jsonl"],
            "--out", _space["data"], "--coverage", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            $"""
            The dataset {_space["data"]} is ready.
            vocabulary  9 entries (7 types: words, <unk> and the end token)

            split   sentences       tokens   unknown   words a sentence: min  median    mean     95 %     max
            train           2           10    0.00 %                       4       4     4.0        4       4
            valid           1            3   50.00 %                       2       2     2.0        2       2
            test            1            3   50.00 %                       2       2     2.0        2       2
            left out: 1 not a JSON object (first: train.jsonl, line 2)

            Next: textvae train RECIPE --data {_space["data"]} --out RUN

            """,
            run.Output);
    }

    [Fact]
    public async Task Json_is_the_dataset_s_description()
    {
        _space.Write("texts.txt", "a b\nb c\nc d\nd e\n");

        var run = await Run.Of(
            "prepare", _space["texts.txt"], "--out", _space["data"], "--tokenizer", "whitespace", "--split", "0.5,0.25,0.25", "--json");

        var document = JsonNode.Parse(run.Output)!;
        Assert.Equal((2, 1, 1), (
            (int)document["train"]!["sentences"]!, (int)document["valid"]!["sentences"]!, (int)document["test"]!["sentences"]!));
        Assert.Equal(64, ((string)document["hash"]!).Length);
    }

    [Theory]
    [InlineData("1,2")]
    [InlineData("a,b,c")]
    public async Task A_split_that_is_none_is_a_mistake_of_usage(string split)
    {
        var run = await Run.Of("prepare", _space.Write("t.txt", "a\n"), "--out", _space["data"], "--split", split);

        Assert.Equal(
            (2, $"error: The split is '{split}'. Give the sizes of training, validation and test: three shares that add up to 1, such as "
                + "0.91,0.03,0.06, or one rest beside numbers of texts or shares below 1, such as rest,3000,0.06.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_split_may_take_numbers_of_texts()
    {
        _space.Write("texts.txt", string.Concat(Enumerable.Repeat("a b\n", 20)));

        var run = await Run.Of("prepare", _space["texts.txt"], "--out", _space["data"], "--split", "rest,3,0.1", "--json");

        var document = JsonNode.Parse(run.Output)!;
        Assert.Equal((15, 3, 2), (
            (int)document["train"]!["sentences"]!, (int)document["valid"]!["sentences"]!, (int)document["test"]!["sentences"]!));
    }

    [Fact]
    public async Task An_unknown_format_is_told_with_those_there_are()
    {
        var run = await Run.Of("prepare", _space.Write("t.txt", "a\n"), "--out", _space["data"], "--format", "xml");

        Assert.Equal(
            (2, "error: 'xml' is no value of --format. It is one of auto, yelp, jsonl, csv, tsv, lines.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Too_few_texts_are_told_with_what_was_left_out_and_where()
    {
        var file = _space.Write("t.jsonl", "{\"text\":\"one two\"}\n{\"text\":\"thr\n{\"text\":\"four\"}\n{\"text\":\"fi");

        var run = await Run.Of("prepare", file, "--out", _space["data"]);

        Assert.Equal(
            (3, "error: Only 2 of the texts can be used, too few for 3 splits: the training split would be empty. Left out were 1 not a "
                + "JSON object (first: t.jsonl, line 2); 1 cut off at the end of the file (first: t.jsonl, line 4). Give more texts, or "
                + "give all of them to the training split: 1, 0, 0.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Bad_data_has_an_exit_code_of_its_own_and_leaves_nothing_behind()
    {
        var run = await Run.Of("prepare", _space.Write("empty.txt", ""), "--out", _space["data"]);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"error: The file '{_space["empty.txt"]}' is empty. ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_space["data"]));
    }
}
