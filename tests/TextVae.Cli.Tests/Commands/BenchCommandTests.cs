using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

public sealed class BenchCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Train_reports_speed_cost_peak_and_the_parts_of_a_step()
    {
        var data = await _space.PrepareAsync();

        var speed = await MeasureAsync("train", data);

        Assert.Equal(
            ["embedding", "encoder", "decoder", "softmax", "backward", "optimizer"],
            speed["part_milliseconds"]!.AsObject().Select(part => part.Key));
    }

    [Fact]
    public async Task Evaluate_reports_the_speed_of_the_importance_weighted_bound()
    {
        var data = await _space.PrepareAsync();

        var speed = await MeasureAsync("evaluate", data, "--iw", "7", "--split", "valid");

        Assert.Equal(8, (int)speed["samples"]!);
        Assert.True((double)speed["sentences_per_second"]! > 0);
        Assert.Equal(
            ["embedding", "encoder", "decoder", "softmax"],
            speed["part_milliseconds"]!.AsObject().Select(part => part.Key));
    }

    [Fact]
    public async Task Neighbors_reports_the_time_of_a_search_and_leaves_no_file()
    {
        Directory.CreateDirectory(_space["files"]);

        var run = await Run.Of("bench", "neighbors", "--vectors", "3000", "--size", "8", "--top", "2", "--folder", _space["files"], "--json");
        var refused = await Run.Of("bench", "neighbors", "--vectors", "0");

        var speed = JsonNode.Parse(run.Output)!;
        Assert.Equal((3000, 8, 2, "cosine"), ((int)speed["vectors"]!, (int)speed["size"]!, (int)speed["top"]!, (string)speed["measure"]!));
        Assert.True((double)speed["milliseconds"]! > 0 && (double)speed["together_milliseconds"]! > 0);
        Assert.Empty(Directory.EnumerateFiles(_space["files"]));
        Assert.Equal((2, "error: --vectors is 0; it has to be at least 1.\n"), (refused.ExitCode, refused.Error));
    }

    [Fact]
    public async Task Decode_reports_the_speed_of_beam_search()
    {
        var data = await _space.PrepareAsync();

        var speed = await MeasureAsync("decode", data, "--beam", "3", "--batch", "2", "--max-length", "6");

        Assert.Equal((3, 2, 6), ((int)speed["beam"]!, (int)speed["batch"]!, (int)speed["maximum_length"]!));
        // A sentence has one hypothesis at its first step and at most three at each of the six others.
        Assert.InRange((double)speed["tokens_per_second"]! / (double)speed["sentences_per_second"]!, 1, 1 + (6 * 3));
        Assert.Equal(["decoder", "softmax"], speed["part_milliseconds"]!.AsObject().Select(part => part.Key));
    }

    [Theory]
    [InlineData("evaluate", "--iw", "--iw is 0; it has to be at least 1.")]
    [InlineData("decode", "--batch", "--batch is 0; it has to be at least 1.")]
    [InlineData("decode", "--beam", "The beam is 0; it has to be between 1 and 10000.")]
    public async Task A_number_that_is_not_allowed_is_refused(string work, string option, string message)
    {
        var data = await _space.PrepareAsync();

        var run = await Run.Of("bench", work, _space.Write("r.toml", ""), "--data", data, option, "0");

        Assert.Equal((2, $"error: {message}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task The_figures_are_printed_as_text_too()
    {
        var data = await _space.PrepareAsync();

        var run = await Run.Of(
            ["bench", "decode", _space.Write("r.toml", ""), "--data", data, "--seconds", "0.1", "--beam", "2", .. Workspace.TinySettings]);

        Assert.Matches(
            @"^tokens/s .*\nsentences/s .* of at most 50 words, 48 at once, beam 2\nFLOP a token .*\nGFLOP/s .*\nmatrix peak .*\n"
            + @"share of the peak .*\npeak memory .* MiB\nstep .* ms\n  decoder .*\n  softmax .*\n  other .*\n$",
            run.Output);
    }

    private async Task<JsonNode> MeasureAsync(string work, string data, params string[] options)
    {
        var run = await Run.Of(
            ["bench", work, _space.Write("r.toml", ""), "--data", data, "--seconds", "0.1", .. options, .. Workspace.TinySettings, "--json"]);

        Assert.Equal(0, run.ExitCode);
        var speed = JsonNode.Parse(run.Output)!;
        var (tokens, cost) = ((double)speed["tokens_per_second"]!, (double)speed["flop_per_token"]!);
        Assert.Equal(tokens * cost / 1e9, (double)speed["gflop_per_second"]!, 1e-9);
        Assert.True((int)speed["steps"]! >= 5 && (double)speed["peak_memory_mib"]! > 0);
        Assert.All(speed["part_milliseconds"]!.AsObject(), part => Assert.True((double)part.Value! > 0, part.Key));
        var informed = await Run.Of(
            ["bench", "train", _space["r.toml"], "--data", data, "--seconds", "0.1", .. Workspace.TinySettings,
                "--set", "objective.mutual_information=1", "--json"]);
        Assert.True((double)JsonNode.Parse(informed.Output)!["part_milliseconds"]!["information"]! > 0);
        Assert.True((double)JsonNode.Parse(informed.Output)!["flop_per_token"]! > cost);
        Assert.True((double)speed["peak"]!["float32"]! > 0 && (double)speed["share_of_peak"]! > 0);
        return speed;
    }

    [Fact]
    public async Task Soak_reports_the_slopes_of_memory_and_leaves_nothing_behind()
    {
        var data = await _space.PrepareAsync();
        var folder = _space["scratch"];

        var run = await Run.Of(["bench", "soak", _space.Write("r.toml", ""), "--data", data, .. Workspace.TinySettings, "--steps", "40", "--folder", folder, "--json"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var soak = JsonNode.Parse(run.Output)!;
        Assert.Equal(40, (int)soak["steps"]!);
        Assert.Equal(40 / (double)soak["seconds"]!, (double)soak["steps_per_second"]!, 1e-9);
        foreach (var quantity in new[] { "resident_mib", "managed_heap_mib", "live_tensors" })
        {
            var (steps, hour) = (soak[quantity]!["per_thousand_steps"]!, soak[quantity]!["per_hour"]!);
            Assert.Equal((double)steps["slope"]! * 3.6 * (double)soak["steps_per_second"]!, (double)hour["slope"]!, 1e-6);
            Assert.True((double)steps["standard_error"]! >= 0);
        }

        Assert.InRange((double)soak["resident_mib"]!["last"]!, 1, (double)soak["peak_memory_mib"]!);
        Assert.Equal(0, (double)soak["live_tensors"]!["per_thousand_steps"]!["slope"]!);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task Soak_trains_a_tiny_model_on_synthetic_reviews_unless_told_otherwise()
    {
        var run = await Run.Of("bench", "soak", "--steps", "20", "--folder", _space["scratch"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(
            @"^steps +20 in .* s, .* a second\nresident memory .* MiB at the end, .* MiB half-way\n  slope .* MiB in 1,000 steps, .* MiB in an hour\n"
            + @"managed heap .*\n  slope .*\nlive tensors .*\n  slope +0 ± 0.0000 in 1,000 steps, 0 ± 0.00 in an hour\npeak memory .* MiB\n$",
            run.Output);
    }

    [Fact]
    public async Task Soak_refuses_too_few_steps()
    {
        var run = await Run.Of("bench", "soak", "--steps", "19", "--folder", _space["scratch"]);

        Assert.Equal(
            (2, "error: A training of 19 steps shows no slope of its memory. Ask for 20 or more.\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(_space["scratch"]));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("tgz")]
    public async Task Prepare_reports_speed_and_memory_and_leaves_nothing_behind(string packing)
    {
        var folder = _space["scratch"];

        var run = await Run.Of(["bench", "prepare", "--megabytes", "1", "--packing", packing, "--folder", folder, "--json"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var speed = JsonNode.Parse(run.Output)!;
        Assert.InRange((int)speed["json_bytes"]!, 1_000_000, 1_010_000);
        Assert.Equal(packing == "none", (int)speed["file_bytes"]! == (int)speed["json_bytes"]!);
        Assert.Equal((int)speed["json_bytes"]! / (double)speed["seconds"]! / 1e6, (double)speed["megabytes_per_second"]!, 1e-9);
        Assert.Equal(["hashing", "reading", "counting", "writing"], speed["stage_seconds"]!.AsObject().Select(stage => stage.Key));
        Assert.True((int)speed["reviews"]! > 1_000 && (long)speed["tokens"]! > 100_000 && (double)speed["peak_memory_mib"]! > 0);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
