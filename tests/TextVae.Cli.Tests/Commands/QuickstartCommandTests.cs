namespace TextVae.Cli.Tests.Commands;

public sealed class QuickstartCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task It_goes_the_whole_way()
    {
        var run = await Run.Of(["quickstart", "--out", _space["q"], .. Workspace.TinySettings]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"the grammar itself\s+\d+\.\d\d  exact", run.Output);
        Assert.Matches(@"language model\s+\d+\.\d\d  exact", run.Output);
        Assert.Matches(@"autoencoder\s+\d+\.\d\d  upper bound", run.Output);
        Assert.Contains($"  textvae serve {_space["q/vae"]} --open\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(6, run.Output.Split('\n').Count(line => line.StartsWith("  back ", StringComparison.Ordinal)));
        Assert.Equal(
            [0x89, (byte)'P', (byte)'N', (byte)'G'],
            File.ReadAllBytes(_space["q/learning-curves.png"])[..4]);
        Assert.True(File.Exists(_space["q/vae/model/weights.safetensors"]) && File.Exists(_space["q/lm/model/weights.safetensors"]));
    }

    [Fact]
    public async Task It_ends_with_the_page_where_that_is_asked_for()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = SignalledProcess.Start(_space["tmp"], ["quickstart", "--open", "--out", _space["q"], .. Workspace.TinySettings]);
        string? line;
        do
            line = await process.Output.ReadLineAsync(cancellation);
        while (line is not null && !line.StartsWith("http://", StringComparison.Ordinal));
        using var client = new HttpClient { BaseAddress = new Uri(line!) };

        var page = await client.GetStringAsync("/", cancellation);
        await process.SignalAsync("INT");

        Assert.Contains("<title>TextVae</title>", page, StringComparison.Ordinal);
        var (exitCode, error) = await process.EndAsync();
        Assert.Equal(130, exitCode);
        Assert.Contains("serve: open this address in a browser:\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_exists_is_left_alone()
    {
        Directory.CreateDirectory(_space["q"]);

        var run = await Run.Of("quickstart", "--out", _space["q"]);

        Assert.Equal(
            (2, $"error: '{_space["q"]}' exists already. Choose another folder with --out, or delete that one.\n"),
            (run.ExitCode, run.Error));
    }
}
