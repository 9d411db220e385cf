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
    public async Task It_says_what_the_address_is_for_and_serves_a_run_whose_dataset_is_gone()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var run = await _space.TrainAsync("run");
        Directory.Move(_space["data"], _space["moved"]);
        using var process = SignalledProcess.Start(_space["tmp"], "serve", run, "--urls", "http://127.0.0.1:0", "--open", "--texts", "10");
        using var client = new HttpClient { BaseAddress = new Uri((await process.Output.ReadLineAsync(cancellation))!) };

        var map = await client.GetFromJsonAsync<JsonElement>("/api/map", cancellation);
        var page = await client.GetStringAsync("/", cancellation);
        await process.SignalAsync("INT");

        Assert.Equal(
            "The dataset of the run is not where it was, or cannot be read, so these are texts that the model has written itself.", map.GetProperty("note").GetString());
        Assert.Contains("<title>TextVae</title>", page, StringComparison.Ordinal);
        var (exitCode, error) = await process.EndAsync();
        Assert.Equal(130, exitCode);
        Assert.StartsWith("serve: without texts of the dataset: ", error, StringComparison.Ordinal);
        Assert.EndsWith("serve: the model of step 2 answers; Ctrl-C ends it\nserve: open this address in a browser:\ninterrupted\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_that_is_named_has_to_be_the_models_own()
    {
        var run = await _space.TrainAsync("run");
        await _space.PrepareLabelledAsync("other");

        var served = await Run.Of("serve", run, "--data", _space["other"], "--urls", "http://127.0.0.1:0");

        Assert.Equal(3, served.ExitCode);
        Assert.StartsWith($"error: The dataset '{_space["other"]}' is not the one the model was trained on", served.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_clients_at_once_are_answered_and_their_times_measured()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var run = await _space.TrainAsync("run");
        using var process = SignalledProcess.Start(_space["tmp"], "serve", run, "--urls", "http://127.0.0.1:0", "--rate", "0");
        var address = (await process.Output.ReadLineAsync(cancellation))!;

        var load = await Run.Of("bench", "serve", address, "--clients", "8", "--seconds", "1.5", "--json");
        var told = await Run.Of("bench", "serve", address, "--clients", "2", "--seconds", "0.2");
        await process.SignalAsync("INT");
        await process.EndAsync();

        Assert.Equal((0, ""), (load.ExitCode, load.Error));
        var report = JsonDocument.Parse(load.Output).RootElement;
        Assert.Equal(["encode", "reconstruct"], report.GetProperty("routes").EnumerateArray().Select(route => route.GetProperty("route").GetString()));
        Assert.All(report.GetProperty("routes").EnumerateArray(), route =>
        {
            Assert.True(route.GetProperty("answered").GetInt32() > 0);
            Assert.Equal((0, 0), (route.GetProperty("lost").GetInt32(), route.GetProperty("refused").GetInt32()));
            Assert.True(route.GetProperty("p50").GetDouble() <= route.GetProperty("p99").GetDouble());
            Assert.True(route.GetProperty("p99").GetDouble() <= route.GetProperty("longest").GetDouble());
        });
        Assert.InRange(report.GetProperty("memory_after").GetDouble(), 10, 100_000);
        Assert.Matches(@"reconstruct +[0-9,]+ answered, 0 refused, 0 lost, [0-9.]+ a second\n +p50 [0-9]+ ms, p99 [0-9]+ ms, longest [0-9]+ ms\n", told.Output);
    }

    [Fact]
    public async Task A_server_that_is_not_there_cannot_be_measured()
    {
        var none = await Run.Of("bench", "serve", "http://127.0.0.1:1");
        var wrong = await Run.Of("bench", "serve", "my-run");

        Assert.Equal(1, none.ExitCode);
        Assert.StartsWith("error: The server at http://127.0.0.1:1/ gives no texts: ", none.Error, StringComparison.Ordinal);
        Assert.Equal(
            (2, "error: 'my-run' is no address of a server. Give the one that `serve` printed, such as http://127.0.0.1:5230.\n"), (wrong.ExitCode, wrong.Error));
    }

    [Fact]
    public async Task A_missing_model_is_told_as_by_every_command()
    {
        var run = await Run.Of("serve", "/no/such/run");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("error: There is no folder '/no/such/run'.", run.Error, StringComparison.Ordinal);
    }
}
