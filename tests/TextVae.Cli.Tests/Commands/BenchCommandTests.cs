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
        var informed = await Run.Of(
            ["bench", "train", _space["r.toml"], "--data", data, "--seconds", "0.1", .. Workspace.TinySettings,
                "--set", "objective.mutual_information=1", "--json"]);
        Assert.True((double)JsonNode.Parse(informed.Output)!["part_milliseconds"]!["information"]! > 0);
        Assert.True((double)JsonNode.Parse(informed.Output)!["flop_per_token"]! > cost);
        Assert.True((double)speed["peak"]!["float32"]! > 0 && (double)speed["share_of_peak"]! > 0);
    }
}
