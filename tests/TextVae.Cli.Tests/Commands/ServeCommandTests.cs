using System.Net.Http.Json;
using System.Text.Json;

namespace TextVae.Cli.Tests.Commands;

/// <summary><c>textvae serve</c>, from its first line to its last.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task It_tells_its_address_answers_and_ends_by_a_signal(string signal, int exitCode)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var run = await _space.TrainAsync("run");
        using var process = SignalledProcess.Start(_space["tmp"], "serve", run, "--urls", "http://127.0.0.1:0", "--api-key-file", _space.Write("key", "a-key-that-nobody-guesses\n"));
        using var client = new HttpClient { BaseAddress = new Uri((await process.Output.ReadLineAsync(cancellation))!) };
        client.DefaultRequestHeaders.Add("X-Api-Key", "a-key-that-nobody-guesses");

        using var response = await client.PostAsJsonAsync("/api/encode", new { texts = new[] { "good food" } }, cancellation);
        var served = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation)).RootElement.GetProperty("results")[0];
        var model = await client.GetFromJsonAsync<JsonElement>("/api/model", cancellation);
        await process.SignalAsync(signal);

        Assert.Equal((exitCode, "serve: the model of step 2 answers; Ctrl-C ends it\ninterrupted\n"), await process.EndAsync());
        Assert.StartsWith("# Model card\n", model.GetProperty("card").GetString(), StringComparison.Ordinal);
        var encoded = JsonDocument.Parse((await Run.Of("encode", run, "good food", "--json")).Output).RootElement;
        Assert.Equal(encoded.EnumerateObject().Select(member => member.Name), served.EnumerateObject().Select(member => member.Name));
        Assert.All(
            encoded.GetProperty("vector").EnumerateArray().Zip(served.GetProperty("vector").EnumerateArray()),
            pair => Assert.Equal(pair.First.GetSingle(), pair.Second.GetSingle(), 1e-4));
    }

    [Fact]
    public async Task What_others_could_reach_needs_a_key_and_no_model_is_loaded_before()
    {
        var run = await Run.Of("serve", "/no/such/run", "--urls", "http://0.0.0.0:5230", "--rate", "-1");

        Assert.Equal(
            (2, "error: 'http://0.0.0.0:5230' is open to other machines, and there is no key. Put one of at least 16 characters into a file and "
                + "name it with --api-key-file, or into the environment variable TEXTVAE_API_KEY; or listen on 127.0.0.1. The rate of a client, or "
                + "0 for none, is -1; it has to be between 0 and 1000000.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_key_file_that_is_missing_or_weak_is_told()
    {
        var missing = await Run.Of("serve", "/no/such/run", "--api-key-file", "/no/key");
        var weak = await Run.Of("serve", "/no/such/run", "--api-key-file", _space.Write("key", "short\n"));

        Assert.Equal(
            (2, "error: There is no file '/no/key' to read the key from. Write a key of at least 16 characters into it.\n"),
            (missing.ExitCode, missing.Error));
        Assert.Equal(
            (2, "error: The key has 5 characters; it has to have at least 16, so that nobody guesses it.\n"), (weak.ExitCode, weak.Error));
    }

    [Fact]
    public async Task A_missing_model_is_told_as_by_every_command()
    {
        var run = await Run.Of("serve", "/no/such/run");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("error: There is no folder '/no/such/run'.", run.Error, StringComparison.Ordinal);
    }
}
