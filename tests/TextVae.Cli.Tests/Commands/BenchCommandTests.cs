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

        var run = await Run.Of(
            ["bench", "train", _space.Write("r.toml", ""), "--data", data, "--seconds", "0.1", .. Workspace.TinySettings, "--json"]);

        Assert.Equal(0, run.ExitCode);
        var speed = JsonNode.Parse(run.Output)!;
        var (tokens, cost) = ((double)speed["tokens_per_second"]!, (double)speed["flop_per_token"]!);
        Assert.Equal(tokens * cost / 1e9, (double)speed["gflop_per_second"]!, 1e-9);
        Assert.True((int)speed["steps"]! >= 5 && (double)speed["peak_memory_mib"]! > 0);
        Assert.Equal(
            ["embedding", "encoder", "decoder", "softmax", "backward", "optimizer"],
            speed["part_milliseconds"]!.AsObject().Select(part => part.Key));
        Assert.All(speed["part_milliseconds"]!.AsObject(), part => Assert.True((double)part.Value! > 0, part.Key));
        Assert.True((double)speed["peak"]!["float32"]! > 0 && (double)speed["share_of_peak"]! > 0);
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
