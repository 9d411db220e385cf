using System.Text.Json.Nodes;
using TextVae.Onnx;

namespace TextVae.Cli.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task An_exported_model_is_compared_with_libtorch_and_can_be_used()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("export", folder, "--onnx", _space["exported"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(
            @"^SHA256SUMS +[0-9.,]+ kB\nconfig.json +.* kB\ndecoder.onnx +.* kB\ndecoder_start.onnx +.* kB\nencoder.onnx +.* kB\nvocabulary.txt +.* kB\n"
            + @"together +.* kB\ncompared with libtorch: vectors differ by at most [0-9.E-]+, 32 of 32 texts are the same word for word\n$",
            run.Output);
        using var model = OnnxAutoencoder.Load(_space["exported"]);
        Assert.Equal(3, model.Encode(["good food"])[0].Length);
    }

    [Fact]
    public async Task The_JSON_document_has_the_files_and_the_comparison()
    {
        var folder = await _space.TrainAsync("run", "--set", "model.kind=\"lm\"");

        var run = await Run.Of("export", folder, "--onnx", _space["exported"], "--json");

        Assert.Equal(0, run.ExitCode);
        var document = JsonNode.Parse(run.Output)!;
        Assert.Equal(_space["exported"], (string)document["folder"]!);
        Assert.Equal(
            Directory.GetFiles(_space["exported"]).Select(file => (Path.GetFileName(file), new FileInfo(file).Length)).Order(),
            document["files"]!.AsArray().Select(file => ((string)file!["name"]!, (long)file["bytes"]!)).Order());
        Assert.Equal(document["files"]!.AsArray().Sum(file => (long)file!["bytes"]!), (long)document["bytes"]!);
        Assert.Equal((32, 32), ((int)document["check"]!["texts"]!, (int)document["check"]!["same_texts"]!));
        Assert.Null(document["check"]!["largest_difference"]);
    }

    [Fact]
    public async Task A_model_with_labels_is_exported_too()
    {
        await _space.PrepareLabelledAsync();
        var folder = await _space.TrainAsync("run", "--set", "model.label_embedding=2");

        var run = await Run.Of("export", folder, "--onnx", _space["exported"]);

        Assert.EndsWith("32 of 32 texts are the same word for word\n", run.Output);
    }

    [Fact]
    public async Task A_folder_that_is_there_is_left_alone()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("export", folder, "--onnx", _space["data"]);

        Assert.Equal(
            (3, $"error: The folder '{_space["data"]}' exists and is not empty. Nothing is written over. Choose another folder, or delete this one "
                + "first.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task What_is_no_model_is_told()
    {
        var run = await Run.Of("export", _space["nowhere"], "--onnx", _space["exported"]);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("error: There is no folder ", run.Error);
        Assert.False(Directory.Exists(_space["exported"]));
    }

    [Theory]
    [InlineData("encode", "encode")]
    [InlineData("onnx", "encode", "reconstruct")]
    public async Task Bench_reports_the_speed_of_both_runtimes_alone_and_in_batches(string command, params string[] works)
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("bench", command, folder, "--batch", "5", "--seconds", "0.2", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var speed = JsonNode.Parse(run.Output)!;
        Assert.Equal(
            works.SelectMany(work => new[] { (work, 1), (work, 5) }),
            speed["speeds"]!.AsArray().Select(compared => ((string)compared!["work"]!, (int)compared["batch"]!)));
        foreach (var compared in speed["speeds"]!.AsArray())
        {
            foreach (var runtime in new[] { "onnx_runtime", "libtorch" })
            {
                var windows = compared![runtime]!["windows"]!;
                Assert.True((double)windows[0]! > 0);
                Assert.InRange((double)compared[runtime]!["sentences_per_second"]!, (double)windows[0]!, (double)windows[1]!);
            }
        }

        Assert.Matches("^(float32|bfloat16)$", (string)speed["precision"]!);
        Assert.InRange((long)speed["onnx_runtime_bytes"]!, 1 << 23, (long)speed["libtorch_bytes"]! / 4);
    }

    [Fact]
    public async Task Bench_prints_the_speed_of_both_runtimes_as_text()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("bench", "encode", folder, "--batch", "3", "--seconds", "0.1");

        Assert.Matches(
            @"^sentences/s, of \d+\.\d words; libtorch with (float32|bfloat16) operands\n"
            + @"(encode, [13] a call\n  ONNX Runtime +[\d,.]+ \(windows [\d,.]+ to [\d,.]+\)\n  libtorch +[\d,.]+ \(windows .*\)\n){2}"
            + @"native libraries\n  ONNX Runtime .* MB\n  libtorch .* MB\n$",
            run.Output);
    }

    [Theory]
    [InlineData("encode")]
    [InlineData("onnx")]
    public async Task Bench_refuses_a_model_without_vectors(string command)
    {
        var folder = await _space.TrainAsync("run", "--set", "model.kind=\"lm\"");

        var run = await Run.Of("bench", command, folder, "--seconds", "0.2");

        Assert.Equal(
            (2, "error: The comparison is made of an autoencoder without labels. Give the run of one.\n"), (run.ExitCode, run.Error));
    }
}
