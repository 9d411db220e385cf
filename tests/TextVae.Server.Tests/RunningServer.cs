using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Runs;
using TextVae.Server.Landscape;
using TextVae.Tests.Serving;

namespace TextVae.Server.Tests;

/// <summary>A small model behind a server on a free port of this machine, and a client of it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly ServedModels _models;
    private readonly TextVaeServer _server;

    private RunningServer(ServedModels models, TextVaeModel model, TextVaeServer server, StringWriter log)
    {
        (_models, Model, _server, Log) = (models, model, server, log);
        Client = new HttpClient { BaseAddress = new Uri(server.Addresses.Single()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public TextVaeModel Model { get; }

    public HttpClient Client { get; }

    public StringWriter Log { get; }

    /// <summary>Where questions wait that go through all vectors of the map.</summary>
    public LandscapeGate Gate => _server.Gate;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RunningServer> StartAsync(
        ServerOptions? options = null, ModelOptions? model = null, int queue = 64, params string[] labels)
    {
        var models = new ServedModels(labels);
        var loaded = models.Load(model, new TextVaeModelOptions { Queue = queue, RefusesWhenFull = true });
        var log = new StringWriter();
        options = (options ?? new ServerOptions { Rate = 0 }) with { Urls = ["http://127.0.0.1:0"] };
        return new RunningServer(models, loaded, await TextVaeServer.StartAsync(loaded, options, log, cancellation: Cancellation), log);
    }

    /// <summary>The same with the model's run, whose texts are laid out when this returns.</summary>
    public static async Task<RunningServer> StartWithRunAsync(
        ServerOptions? options = null, ModelOptions? model = null, bool hasDataset = true, int texts = 40, string? folder = null, params string[] labels)
    {
        var models = new ServedModels(labels);
        var loaded = models.Load(model, new TextVaeModelOptions { RefusesWhenFull = true });
        var log = new StringWriter();
        options = (options ?? new ServerOptions { Rate = 0 }) with { Urls = ["http://127.0.0.1:0"] };
        var run = new ServedRun
        {
            Folder = folder is null ? null : new RunFolder(folder),
            Dataset = hasDataset ? models.Data.Dataset : null,
            WhyNoDataset = hasDataset ? null : "It is gone.",
            Texts = texts,
        };
        var server = await TextVaeServer.StartAsync(loaded, options, log, run, cancellation: Cancellation);
        await server.Prepared;
        return new RunningServer(models, loaded, server, log);
    }

    /// <summary>The dataset that the model belongs to.</summary>
    public Dataset Dataset => _models.Data.Dataset;

    /// <summary>What is answered to a question without a body.</summary>
    public async Task<JsonElement> GetAsync(string route) =>
        JsonDocument.Parse(await Client.GetStringAsync(route, Cancellation)).RootElement;

    /// <summary>Posts a JSON text as it stands.</summary>
    public Task<HttpResponseMessage> PostAsync(string route, string json) => PostAsync(route, Encoding.UTF8.GetBytes(json));

    public Task<HttpResponseMessage> PostAsync(string route, byte[] body, string type = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return Client.PostAsync(route, content, Cancellation);
    }

    /// <summary>Sends a request as it stands on a connection of its own, and reads to its end.</summary>
    public async Task<string> RawAsync(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(Client.BaseAddress!.Host, Client.BaseAddress.Port, Cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }

    /// <summary>The results that a question is answered with.</summary>
    public async Task<JsonElement[]> ResultsAsync(string route, object question)
    {
        using var response = await Client.PostAsJsonAsync(route, question, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("results").EnumerateArray()];
    }

    /// <summary>The errors of a problem with the status.</summary>
    public static async Task<string[]> ErrorsAsync(int status, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        string[] errors = [.. problem.GetProperty("errors").EnumerateArray().Select(error => error.GetString()!)];
        Assert.Equal(string.Join(' ', errors), problem.GetProperty("detail").GetString());
        return errors;
    }

    public async Task<string[]> ErrorsAsync(int status, string route, string json)
    {
        using var response = await PostAsync(route, json);
        return await ErrorsAsync(status, response);
    }

    /// <summary>The figures of <c>/metrics</c>, by name and labels.</summary>
    public async Task<Dictionary<string, double>> FiguresAsync() =>
        (await Client.GetStringAsync("/metrics", Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#')
        .Select(line => (Space: line.LastIndexOf(' '), Line: line))
        .ToDictionary(
            found => found.Line[..found.Space],
            found => double.Parse(found.Line[(found.Space + 1)..].Replace("+Inf", "Infinity", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture),
            StringComparer.Ordinal);

    /// <summary>Keeps the model's thread busy until the gate is opened.</summary>
    public async Task<Task> BlockAsync(ManualResetEventSlim gate)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Model.RunAsync(
            _ =>
            {
                started.SetResult();
                return gate.Wait(TimeSpan.FromMinutes(2));
            },
            Cancellation);
        await started.Task;
        return running;
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await Model.DisposeAsync();
        _models.Dispose();
    }
}
