using System.Diagnostics;
using TextVae.Tests;

namespace TextVae.Cli.Tests.Commands;

/// <summary>Commands on input that is damaged or odd: each ends with one of its exit codes and one paragraph.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("texts.jsonl", 40)]
    [InlineData("recipe.toml", 40)]
    [InlineData("data/dataset.json", 40)]
    [InlineData("data/vocabulary.txt", 40)]
    [InlineData("data/test.tokens", 40)]
    [InlineData("run/run.json", 40)]
    [InlineData("run/recipe.toml", 40)]
    [InlineData("run/model/config.json", 40)]
    [InlineData("run/model/vocabulary.txt", 40)]
    [InlineData("run/model/weights.safetensors", 40)]
    public async Task A_damaged_file_of_any_kind_never_ends_a_command_without_a_message(string name, int samples)
    {
        var run = await _space.TrainAsync("run");
        File.Copy(_space["run/recipe.toml"], _space["recipe.toml"], overwrite: true);
        _space.Write("texts.jsonl", "{\"text\":\"good food\",\"label\":1}\n{\"text\":\"the food was bad\",\"label\":2}\n");
        string[][] commands = name switch
        {
            "texts.jsonl" => [["prepare", _space[name], "--out", _space["new"]], ["reconstruct", run, "--input", _space[name], "--max-length", "3"]],
            "recipe.toml" => [["train", _space[name], "--data", _space["data"], "--out", _space["new"], .. Workspace.TinySettings]],
            "run/recipe.toml" => [["sample", run, "--max-length", "3", "--count", "1"]],
            _ => [["evaluate", run, "--samples", "1"]],
        };
        Damage.To(File.ReadAllBytes(_space[name])).All(
            bytes =>
            {
                File.WriteAllBytes(_space[name], bytes);
                foreach (var command in commands)
                {
                    var ended = Run.Of(command).GetAwaiter().GetResult();
                    Assert.Contains(ended.ExitCode, new[] { 0, 2, 3 });
                    Assert.DoesNotContain("error: unexpected", ended.Error);
                    if (ended.ExitCode != 0)
                        Assert.Matches("^error: .*\\.\n$", ended.Error[ended.Error.IndexOf("error: ", StringComparison.Ordinal)..]);
                    if (Directory.Exists(_space["new"]))
                        Directory.Delete(_space["new"], recursive: true);
                }
            },
            samples);
    }

    [Theory]
    [InlineData("run/model/config.json")]
    [InlineData("run/model/vocabulary.txt")]
    [InlineData("run/model/weights.safetensors")]
    [InlineData("run/model/SHA256SUMS")]
    [InlineData("run/recipe.toml")]
    [InlineData("run/run.json")]
    [InlineData("data/dataset.json")]
    [InlineData("data/vocabulary.txt")]
    [InlineData("data/test.tokens")]
    public async Task A_pipe_a_device_and_a_loop_of_links_in_the_place_of_a_file_are_refused(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have other devices.");
        var run = await _space.TrainAsync("run");
        File.Delete(_space[name]);
        Action[] places =
        [
            () => MakePipe(_space[name]),
            () => File.CreateSymbolicLink(_space[name], "/dev/zero"),
            () => File.CreateSymbolicLink(_space[name], _space[name]),
        ];
        foreach (var place in places)
        {
            place();
            var ended = await Run.Of("evaluate", run, "--samples", "1");
            Assert.Contains(ended.ExitCode, new[] { 2, 3 });
            Assert.StartsWith("error: ", ended.Error);
            Assert.DoesNotContain("error: unexpected", ended.Error);
            File.Delete(_space[name]);
        }
    }

    [Fact]
    public async Task Files_behind_links_are_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var run = await _space.TrainAsync("run");
        var before = await Run.Of("evaluate", run, "--samples", "1");
        foreach (var name in new[] { "run/model/weights.safetensors", "run/model/config.json", "data/test.tokens", "data/vocabulary.txt" })
        {
            File.Move(_space[name], _space[name] + ".real");
            File.CreateSymbolicLink(_space[name], _space[name] + ".real");
        }

        Assert.Equal(before, await Run.Of("evaluate", run, "--samples", "1"));
    }

    [Fact]
    public async Task A_line_without_end_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have other devices.");
        var run = await _space.TrainAsync("run");

        var ended = await Run.Of("reconstruct", run, "--input", "/dev/zero");

        Assert.Equal(
            (3, "error: Line 1 of '/dev/zero' is longer than 16777216 characters. Give texts of one line each.\n"),
            (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task Texts_of_no_word_one_and_a_hundred_thousand_go_all_the_way()
    {
        var text = string.Join(' ', Enumerable.Repeat("good", 100_000));
        var input = _space.Write("long.txt", $"\n  \ngood\n{text}\nbad food\nfood\nthe food\nbad\n");
        Assert.Equal(0, (await Run.Of("prepare", input, "--out", _space["data"], "--split", "2,2,rest")).ExitCode);

        var run = await _space.TrainAsync("run");
        var evaluated = await Run.Of("evaluate", run, "--split", "train", "--samples", "1", "--json");
        var reconstructed = await Run.Of("reconstruct", run, "--input", input, "--max-length", "2");

        Assert.Equal((0, 0), (evaluated.ExitCode, reconstructed.ExitCode));
        Assert.Equal(
            ["good", text, "bad food", "food", "the food", "bad"],
            reconstructed.Output.Split('\n').Where(line => line.StartsWith("text", StringComparison.Ordinal)).Select(line => line[16..]));
    }

    [Fact]
    public async Task What_a_terminal_would_obey_stands_in_no_message()
    {
        const string odd = "\u001b]0;x\u0007\u202e";
        var run = await _space.TrainAsync("run");
        string[][] commands =
        [
            ["reconstruct", run, odd], ["reconstruct", run, "good", "--label", odd], ["reconstruct", odd, "good"], ["evaluate", run, "--data", odd],
            ["evaluate", run, "--probe", "--phrase", odd], ["train", odd, "--data", _space["data"], "--out", _space["x"]],
            ["train", _space.Write("r.toml", ""), "--data", odd, "--out", _space["x"]], ["sample", run, "--set" + odd], [odd],
            ["train", _space["r.toml"], "--data", _space["data"], "--out", _space["x"], "--set", $"model.{odd}={odd}"],
            ["prepare", odd, "--out", _space["x"]], ["synth", "--out", _space["a" + odd], "--reviews", "3"],
            ["prepare", _space.Write("a.txt", "one\ntwo\n"), "--out", _space["b" + odd]],
        ];
        foreach (var command in commands)
        {
            var ended = await Run.Of(command);
            Assert.DoesNotContain(ended.Output + ended.Error, character => character is '\u001b' or '\u0007' or '\u202e');
        }
    }

    [Fact]
    public async Task Results_are_as_they_are_in_files_and_in_JSON()
    {
        const string odd = "\u001b]0;x\u0007\u202e cafe\u0301 \u200fمرحبا";
        var run = await _space.TrainAsync("run");
        var start = new ProcessStartInfo(
            "dotnet", [typeof(CommandLine).Assembly.Location, "reconstruct", run, odd, "--max-length", "2"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var piped = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith($"text            {odd}\n", piped.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var json = (await Run.Of("reconstruct", run, odd, "--max-length", "2", "--json")).Output;
        Assert.Equal(odd, (string)System.Text.Json.Nodes.JsonNode.Parse(json)!["text"]!);
        Assert.Contains(" cafe\u0301 ", json, StringComparison.Ordinal);
        Assert.Contains("مرحبا\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain(json.TrimEnd(), character => character is '\u001b' or '\u0007' or '\u202e');
    }

    [Fact]
    public async Task Texts_that_never_end_are_reconstructed_as_they_come()
    {
        var run = await _space.TrainAsync("run");
        var start = new ProcessStartInfo(
            "dotnet", [typeof(CommandLine).Assembly.Location, "reconstruct", run, "--max-length", "2", "--beam", "1", "--json"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(string.Concat(Enumerable.Range(0, 60).Select(i => $"good food {i}\n")));
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

        // No end was told, and yet the first texts come out.
        var first = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("{\"text\":\"good food 0\",", first);
    }

    [Fact]
    public async Task Labels_that_are_missing_or_new_are_told_at_every_command()
    {
        await _space.PrepareLabelledAsync();
        var run = await _space.TrainAsync("run", "--set", "model.label_embedding=2");
        var plain = await _space.TrainAsync("plain");

        async Task<(int, string)> Ended(params string[] command)
        {
            var ended = await Run.Of(command);
            return (ended.ExitCode, ended.Error);
        }

        const string unknown = "error: 'new\\u0007' is no label of this model. It knows bad, good.\n";
        Assert.Equal((2, unknown), await Ended("sample", run, "--label", "new\a"));
        Assert.Equal((2, unknown), await Ended("reconstruct", run, "food", "--label", "new\a"));
        Assert.Equal((2, unknown), await Ended("reconstruct", run, "--split", "test", "--label", "new\a"));
        Assert.Equal(
            (2, "error: This model writes every text under a label. Name one with --label: bad, good.\n"), await Ended("sample", run));
        Assert.Equal(
            (2, "error: This model reads every text together with its label, and only texts of --split come with theirs. Name one with "
                + "--label: bad, good.\n"),
            await Ended("reconstruct", run, "food"));
        Assert.Equal(
            (2, "error: This model knows no labels, so 'good' means nothing to it. Leave the label away, or train a model with "
                + "model.label_embedding above 0 on texts with labels.\n"),
            await Ended("sample", plain, "--label", "good"));
        Assert.Equal((0, ""), await Ended("reconstruct", run, "--split", "test", "--label", "good", "--max-length", "2"));
        Assert.Equal(0, (await Run.Of("evaluate", run, "--samples", "1")).ExitCode);
    }

    private static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
