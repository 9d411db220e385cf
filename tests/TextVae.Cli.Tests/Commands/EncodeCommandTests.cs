using System.Globalization;
using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>Texts to vectors and back, through every format.</summary>
public sealed class EncodeCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("v.jsonl")]
    [InlineData("v.csv")]
    [InlineData("v.npy")]
    [InlineData("v.parquet")]
    [InlineData("v.txt")]
    public async Task What_encode_has_written_decode_reads_and_finds_the_texts_that_reconstruct_finds(string name)
    {
        var run = await _space.TrainAsync("run");
        string[] texts = ["good food", "the room was bad, bad", "\"staff\""];

        var encoded = await Run.Of(["encode", run, .. texts, "--output", _space[name]]);
        var decoded = await Run.Of("decode", run, "--input", _space[name], "--max-length", "5", "--json");
        var reconstructed = await Run.Of(["reconstruct", run, .. texts, "--max-length", "5", "--json"]);

        Assert.Equal((0, "", ""), (encoded.ExitCode, encoded.Output, encoded.Error));
        Assert.Equal((0, ""), (decoded.ExitCode, decoded.Error));
        var (back, expected) = (Lines(decoded), Lines(reconstructed));
        Assert.Equal(expected.Select(line => (string)line["reconstruction"]!), back.Select(line => (string)line["text"]!));
        foreach (var (found, wanted) in back.Zip(expected))
            Assert.Equal((double)wanted["log_probability"]!, (double)found["log_probability"]!, 1e-3);
    }

    [Fact]
    public async Task Encode_gives_the_text_the_vector_and_where_it_is_asked_for_the_log_variance()
    {
        var run = await _space.TrainAsync("run");

        var plain = Lines(await Run.Of("encode", run, "good food", "--json"))[0];
        var whole = Lines(await Run.Of("encode", run, "good food", "--json", "--log-variance"))[0];
        var drawn = Lines(await Run.Of("encode", run, "good food", "good food", "--format", "json", "--sample", "--seed", "3"));
        var again = Lines(await Run.Of("encode", run, "good food", "--json", "--sample", "--seed", "3"))[0];

        Assert.Equal(["text", "vector"], plain.AsObject().Select(member => member.Key));
        Assert.Equal(["text", "vector", "log_variance"], whole.AsObject().Select(member => member.Key));
        Assert.Equal(3, Numbers(whole["log_variance"]!).Length);
        Assert.Equal(Numbers(plain["vector"]!), Numbers(whole["vector"]!));
        Assert.NotEqual(Numbers(plain["vector"]!), Numbers(drawn[0]["vector"]!));
        Assert.NotEqual(Numbers(drawn[0]["vector"]!), Numbers(drawn[1]["vector"]!));
        Assert.Equal(Numbers(drawn[0]["vector"]!), Numbers(again["vector"]!));
    }

    [Fact]
    public async Task Text_and_CSV_hold_the_same_numbers()
    {
        var run = await _space.TrainAsync("run");

        var text = (await Run.Of("encode", run, "good, food")).Output;
        var csv = (await Run.Of("encode", run, "good, food", "--format", "csv")).Output.Split('\n');

        Assert.Equal("text,vector_1,vector_2,vector_3", csv[0]);
        Assert.Equal($"\"good, food\",{text.TrimEnd().Replace(' ', ',')}", csv[1]);
        Assert.All(text.TrimEnd().Split(' '), number => Assert.True(float.IsFinite(float.Parse(number, CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("t.jsonl", "{\"text\":\"good food\",\"stars\":1}\n{\"text\":\"bad\"}\n", "")]
    [InlineData("t.csv", "title,body\nx,good food\ny,bad\n", "--text-field body")]
    [InlineData("t.tsv", "good food\nbad\n", "")]
    [InlineData("t.txt", "good food\nbad\n", "")]
    [InlineData("t.jsonl", "good food\nbad\n", "--input-format lines")]
    public async Task Texts_come_in_the_formats_that_prepare_reads(string name, string content, string more)
    {
        var run = await _space.TrainAsync("run");
        _space.Write(name, content);

        var encoded = await Run.Of(
            ["encode", run, "--input", _space[name], "--json", .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal("", encoded.Error);
        Assert.Equal(["good food", "bad"], Lines(encoded).Select(line => (string)line["text"]!));
    }

    [Fact]
    public async Task A_split_is_encoded_whole_or_in_part()
    {
        var run = await _space.TrainAsync("run");

        var all = Lines(await Run.Of("encode", run, "--split", "train", "--json"));
        var two = Lines(await Run.Of("encode", run, "--split", "train", "--count", "2", "--json"));

        Assert.True(all.Length > 40);
        Assert.Equal(all[..2].Select(line => (string)line["text"]!), two.Select(line => (string)line["text"]!));
        // But for the rounding of products of other sizes.
        foreach (var (expected, number) in all[..2].Zip(two).SelectMany(pair => Numbers(pair.First["vector"]!).Zip(Numbers(pair.Second["vector"]!))))
            Assert.Equal(expected, number, 1e-5);
    }

    [Fact]
    public async Task A_record_that_cannot_be_used_is_named_or_left_out()
    {
        var run = await _space.TrainAsync("run");
        var file = _space.Write("t.jsonl", "{\"text\":\"good\"}\n{\"text\":\n{\"text\":\"bad\"}\n");

        var strict = await Run.Of("encode", run, "--input", file, "--output", _space["v.npy"]);
        var lenient = await Run.Of("encode", run, "--input", file, "--skip-broken", "--json");

        Assert.Equal(3, strict.ExitCode);
        Assert.StartsWith("error: 't.jsonl', line 2 (byte 16): the record is not a JSON object.", strict.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_space["v.npy"]));
        Assert.Equal((0, "left out: 1 not a JSON object (first: t.jsonl, line 2)\n"), (lenient.ExitCode, lenient.Error));
        Assert.Equal(2, Lines(lenient).Length);
    }

    [Theory]
    [InlineData("encode")]
    [InlineData("decode")]
    [InlineData("reconstruct")]
    public async Task An_input_that_is_not_there_is_told(string command)
    {
        var run = await _space.TrainAsync("run");

        var ended = await Run.Of(command, run, "--input", _space["nothing"]);

        Assert.Equal(3, ended.ExitCode);
        Assert.StartsWith($"error: There is no file '{_space["nothing"]}'.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vectors_may_be_typed_and_wrong_ones_are_refused()
    {
        var run = await _space.TrainAsync("run");

        var typed = await Run.Of("decode", run, "[0.5,-1,2]", "0 0 0", "--max-length", "3");
        var wrong = await Run.Of("decode", run, "[1,2]");
        var word = await Run.Of("decode", run, "1,2,x");

        Assert.Equal((0, 2), (typed.ExitCode, typed.Output.Count(character => character == '\n')));
        Assert.Equal(
            (3, "error: 'the arguments' does not hold vectors of this model. A vector has 2 numbers; its vectors have 3. Give what `encode` "
                + "has made with the same model.\n"),
            (wrong.ExitCode, wrong.Error));
        Assert.Equal(
            (3, "error: 'the arguments', line 1: 'x' is no number. Give numbers such as -0.5 or 1e-3.\n"), (word.ExitCode, word.Error));
    }

    [Fact]
    public async Task Interpolate_goes_from_one_reconstruction_to_the_other()
    {
        var run = await _space.TrainAsync("run");
        string[] way = ["interpolate", run, "--from", "good food", "--to", "bad room", "--steps", "5", "--max-length", "6"];

        var kept = Lines(await Run.Of([.. way, "--keep-duplicates", "--json"]));
        var text = await Run.Of([.. way, "--path", "spherical", "--keep-duplicates"]);
        var distinct = Lines(await Run.Of([.. way, "--json"]));
        var ends = Lines(await Run.Of("reconstruct", run, "good food", "bad room", "--max-length", "6", "--json"));

        Assert.Equal([0, 0.25, 0.5, 0.75, 1], kept.Select(line => (double)line["share"]!));
        Assert.Equal(["share", "text", "log_probability", "nll_bound", "vector"], kept[0].AsObject().Select(member => member.Key));
        Assert.Equal((string)ends[0]["reconstruction"]!, (string)kept[0]["text"]!);
        Assert.Equal((string)ends[1]["reconstruction"]!, (string)kept[^1]["text"]!);
        Assert.Equal("share  ln p(x|z)  nll_bound  text", text.Output.Split('\n')[0]);
        Assert.Equal(7, text.Output.Split('\n').Length);
        Assert.Equal(distinct.Select(line => (string)line["text"]!).Distinct().Count(), distinct.Length);
        var short_ = await Run.Of("interpolate", run, "--from", "a", "--to", "b", "--steps", "1");
        Assert.Equal(
            (2, "error: --steps is 1; it has to be between 2 and 1000000, for both ends are among them.\n"), (short_.ExitCode, short_.Error));
    }

    [Fact]
    public async Task What_a_format_cannot_hold_is_refused()
    {
        var run = await _space.TrainAsync("run");

        async Task<(int, string)> Ended(params string[] command)
        {
            var ended = await Run.Of(command);
            return (ended.ExitCode, ended.Error);
        }

        Assert.Equal((2, "error: npy is no text, and goes into a file. Name one with --output.\n"), await Ended("encode", run, "a", "--format", "npy"));
        Assert.Equal(
            (2, "error: A .npy file holds vectors, and there are none here. Take text, json, csv or parquet.\n"),
            await Ended("sample", run, "--output", _space["s.npy"]));
        Assert.Equal(
            (2, "error: --json and another --format contradict each other. Leave one of them out.\n"),
            await Ended("sample", run, "--json", "--format", "csv"));
        Assert.Equal((0, ""), await Ended("sample", run, "--output", _space["s.parquet"], "--max-length", "3"));
        Assert.Equal((0, ""), await Ended("reconstruct", run, "good", "--output", _space["r.csv"], "--max-length", "3"));
        Assert.StartsWith("text,reconstruction,log_probability\ngood,", File.ReadAllText(_space["r.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_texts_are_taken_wherever_they_come_from()
    {
        var run = await _space.TrainAsync("run");
        var file = _space.Write("three.txt", "good food\nbad room\nthe staff\n");

        var typed = await Run.Of("encode", run, "good food", "bad room", "the staff", "--count", "2");
        var read = await Run.Of("encode", run, "--input", file, "--count", "2");

        Assert.Equal(2, typed.Output.Count(c => c == '\n'));
        Assert.Equal((0, typed.Output), (read.ExitCode, read.Output));
    }

    [Fact]
    public async Task Texts_from_two_places_at_once_are_refused()
    {
        var run = await _space.TrainAsync("run");

        var negative = await Run.Of("encode", run, "--split", "train", "--count", "-1");
        Assert.Equal((2, "error: --count is -1; it has to be at least 0 texts.\n"), (negative.ExitCode, negative.Error));
        var both = await Run.Of("encode", run, "good", "--split", "train", "--input", "texts.txt");
        var field = await Run.Of("encode", run, "good", "--text-field", "text");

        Assert.Equal(
            (2, "error: Texts come from the command itself and --input and --split at once; give them in one way.\n"), (both.ExitCode, both.Error));
        Assert.Equal(
            (2, "error: --text-field says how a file of texts is read, and the texts come from the command itself. Leave it away, or give a file "
                + "with --input.\n"),
            (field.ExitCode, field.Error));
    }

    [Fact]
    public async Task A_language_model_is_refused()
    {
        var run = await _space.TrainAsync("run", "--set", "model.kind=lm");

        var ended = await Run.Of("encode", run, "good food");

        Assert.Equal(
            (2, "error: This model is a language model: it has no latent vector, so it cannot encode. Use a model of kind \"vae\"; sampling "
                + "and scoring work with both.\n"),
            (ended.ExitCode, ended.Error));
    }

    private static JsonNode[] Lines(Run run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private static float[] Numbers(JsonNode vector) => [.. vector.AsArray().Select(number => (float)number!)];
}
