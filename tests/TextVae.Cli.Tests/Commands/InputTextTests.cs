using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>What is told of texts that are read: those that are left out, none at all, words that are unknown.</summary>
public sealed class InputTextTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("t.txt", "good food\n\nbad\n \n", "left out: 2 empty texts (first: t.txt, line 2)\n")]
    [InlineData("t.jsonl", "{\"text\":\"good food\"}\n\n{\"text\":\"\"}\n{\"text\":\"bad\"}\n", "left out: 1 empty text (first: t.jsonl, line 3)\n")]
    [InlineData("t.csv", "text,n\ngood food,1\n,2\nbad,3\n", "left out: 1 empty text (first: t.csv, line 3)\n")]
    public async Task Empty_texts_are_left_out_and_told(string name, string content, string told)
    {
        var run = await _space.TrainAsync("run");

        var encoded = await Run.Of("encode", run, "--input", _space.Write(name, content), "--json");

        Assert.Equal((0, told), (encoded.ExitCode, encoded.Error));
        Assert.Equal(["good food", "bad"], encoded.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["text"]!));
    }

    [Theory]
    [InlineData("empty.csv", "", "")]
    [InlineData("names.csv", "text,n\n", "")]
    [InlineData("blank.txt", "\n\n", "left out: 2 empty texts (first: blank.txt, line 1)\n")]
    [InlineData("broken.jsonl", "{\"text\":\n", "left out: 1 not a JSON object (first: broken.jsonl, line 1)\n")]
    public async Task A_file_without_texts_is_refused(string name, string content, string told)
    {
        var run = await _space.TrainAsync("run");
        var file = _space.Write(name, content);

        var encoded = await Run.Of("encode", run, "--input", file, "--skip-broken", "--output", _space["v.npy"]);

        Assert.Equal(3, encoded.ExitCode);
        Assert.StartsWith($"{told}error: ", encoded.Error, StringComparison.Ordinal);
        Assert.Contains($"'{file}'", encoded.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_space["v.npy"]));
    }

    [Theory]
    [InlineData("", 0, "no texts were read\n", "")]
    [InlineData("good food\n\nbad\n", 0, "left out: 1 empty text (first: stdin, line 2)\n", "good food|bad")]
    [InlineData("\ufeffgood food\n", 0, "", "good food")]
    [InlineData("bad\nÿ\n", 3, "error: 'stdin' is not UTF-8 near line 1. Convert it to UTF-8.\n", "")]
    [InlineData("zebra good\n", 0, "1 of 2 words is unknown to the model: its words are in vocabulary.txt of its folder\n", "zebra good")]
    public async Task What_a_pipe_has_is_told(string written, int exit, string told, string texts)
    {
        var run = await _space.TrainAsync("run");
        var encoding = written.Contains('ÿ', StringComparison.Ordinal) ? Encoding.Latin1 : Encoding.UTF8;

        var ended = await PipedAsync(encoding.GetBytes(written), "encode", run, "--json");

        Assert.Equal((exit, told), (ended.ExitCode, ended.Error));
        Assert.Equal(texts, string.Join('|', ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["text"]!)));
    }

    [Fact]
    public async Task A_pipe_that_has_no_path_is_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems name such pipes otherwise.");
        var run = await _space.TrainAsync("run");

        var ended = await PipedAsync("good food\n"u8.ToArray(), "encode", run, "--json", "--input", "/dev/stdin");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.StartsWith("{\"text\":\"good food\",", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encode", "good zebra room", "1 of 3 words is")]
    [InlineData("neighbors", "zebras eat lions", "3 of 3 words are")]
    [InlineData("arithmetic", "zebras eat", "2 of 2 words are")]
    [InlineData("encode", "the good food was zebra", "")]
    public async Task Words_that_the_model_does_not_know_are_told_where_they_are_many(string command, string text, string told)
    {
        var run = await _space.TrainAsync("run");

        var ended = await Run.Of(command, run, text);

        Assert.Equal((0, told.Length == 0 ? "" : $"{told} unknown to the model: its words are in vocabulary.txt of its folder\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task Texts_can_be_read_in_JSON()
    {
        const string text = "<b>\"it's\" good & so on</b> für 'x' + 食";
        var run = await _space.TrainAsync("run");

        var encoded = await Run.Of("encode", run, text, "--json");

        Assert.StartsWith("{\"text\":\"<b>\\\"it's\\\" good & so on</b> für 'x' + 食\",\"vector\":", encoded.Output, StringComparison.Ordinal);
        Assert.Equal(text, (string)JsonNode.Parse(encoded.Output)!["text"]!);
    }

    private static async Task<Run> PipedAsync(byte[] written, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [CommandProcess.Assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(written, TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        return await process.EndAsync();
    }
}
