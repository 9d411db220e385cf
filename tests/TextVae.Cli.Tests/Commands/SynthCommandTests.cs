namespace TextVae.Cli.Tests.Commands;

public sealed class SynthCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task It_writes_the_splits_and_says_the_entropy()
    {
        var run = await Run.Of("synth", "--out", _space["synth"], "--reviews", "100");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(
            $"100 reviews in {_space["synth"]}. The grammar's entropy is 21.133 nats a review: no model can do better.\n"
            + "train       90 reviews",
            run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["test.jsonl", "train.jsonl", "truth.json", "valid.jsonl"],
            Directory.EnumerateFiles(_space["synth"]).Select(Path.GetFileName).Order());
    }
}
