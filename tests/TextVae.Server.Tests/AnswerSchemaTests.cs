using System.Text.Json;
using TextVae.Tests;

namespace TextVae.Server.Tests;

/// <summary>Every answer and every refusal is what the OpenAPI document says of it.</summary>
public sealed class AnswerSchemaTests : IDisposable
{
    private static readonly (string Route, string? Body)[] Told =
    [
        ("/api/map", null), ("/api/map/points", null), ("/api/directions", null), ("/api/training", null), ("/api/model", null), ("/healthz", null),
        ("/metrics", null),
    ];

    private static readonly (string Route, string? Body)[] Asked =
    [
        ("/api/encode", """{"texts": ["a b", ""]}"""),
        ("/api/encode", """{"texts": ["a b"], "log_variance": true}"""),
        ("/api/decode", """{"vectors": [[0.5, -1]]}"""),
        ("/api/decode", """{"vectors": [[0.5, -1]], "beam": 4, "hypotheses": 3}"""),
        ("/api/reconstruct", """{"texts": ["a b"]}"""),
        ("/api/reconstruct", """{"texts": ["a b"], "beam": 4, "hypotheses": 3}"""),
        ("/api/sample", "{}"),
        ("/api/interpolate", """{"from": "a b", "to": "e e e", "steps": 3}"""),
        ("/api/score", """{"texts": ["a b"], "samples": 2}"""),
        ("/api/score", """{"texts": ["a b"], "samples": 2, "importance_samples": 4, "words": false}"""),
        ("/api/transfer", """{"texts": ["a b"], "from": "bad", "to": "good"}"""),
        ("/api/neighbors", """{"texts": ["a b"], "count": 2}"""),
        ("/api/neighbors", """{"indices": [3, 4]}"""),
        ("/api/texts", """{"indices": [0, 3]}"""),
    ];

    private static readonly (string Route, string? Body)[] AskedWithLabel =
    [
        ("/api/encode", """{"texts": ["a b"], "label": "good"}"""),
        ("/api/decode", """{"vectors": [[0.5, -1]], "label": "good"}"""),
        ("/api/reconstruct", """{"texts": ["a b"], "label": "good"}"""),
        ("/api/sample", """{"label": "bad"}"""),
        ("/api/interpolate", """{"from": "a b", "to": "e e e", "steps": 3, "label": "bad"}"""),
        ("/api/score", """{"texts": ["a b"], "label": "good"}"""),
        ("/api/transfer", """{"texts": ["a b"], "from": "bad", "to": "good"}"""),
        ("/api/neighbors", """{"texts": ["a b"], "label": "good"}"""),
        ("/api/texts", """{"indices": [0, 3]}"""),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_an_autoencoder_and_texts_with_labels()
    {
        await using var server = await RunningServer.StartWithRunAsync(labels: ["bad", "good"]);

        Assert.All(await StatusesAsync(server, [.. Told, .. Asked]), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task Of_a_model_of_labels()
    {
        await using var server = await RunningServer.StartWithRunAsync(model: Tiny.Autoencoder with { LabelEmbedding = 3 }, labels: ["bad", "good"]);

        Assert.All(await StatusesAsync(server, [.. Told, .. AskedWithLabel]), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task Of_a_run_whose_texts_the_model_writes_itself_with_curves_that_have_gaps()
    {
        _folder.Write("run.json", "{}");
        _folder.Write("metrics.jsonl", """
            {"kind":"train","step":1,"loss":3}
            {"kind":"valid","step":10,"nll_bound":5}
            {"kind":"valid","step":20,"nll_bound":4,"nll_iw":3}
            """);
        await using var server = await RunningServer.StartWithRunAsync(hasDataset: false, folder: _folder.Path);

        var statuses = await StatusesAsync(server, [.. Told, .. Asked]);

        // There are no labels to go between.
        Assert.Equal([400], statuses.Where(status => status != 200));
    }

    [Fact]
    public async Task Of_a_language_model_of_a_model_alone_and_of_what_is_no_question()
    {
        await using var language = await RunningServer.StartWithRunAsync(model: Tiny.Language);
        await using var alone = await RunningServer.StartAsync();

        Assert.Equal([200, 400], (await StatusesAsync(language, [.. Told, .. Asked])).Distinct().Order());
        Assert.Equal([200, 400], (await StatusesAsync(alone, [.. Told, .. Asked])).Distinct().Order());
        Assert.All(
            await StatusesAsync(alone, Asked.Select(question => (question.Route, (string?)"[")).Distinct()), status => Assert.Equal(400, status));
    }

    [Fact]
    public async Task Of_who_has_no_key_or_calls_the_server_by_another_name()
    {
        await using var locked = await RunningServer.StartAsync(new ServerOptions { ApiKey = "a-key-that-nobody-guesses" });
        await using var open = await RunningServer.StartAsync();
        var document = await open.GetAsync("/openapi/v1.json");
        open.Client.DefaultRequestHeaders.Host = "evil.example";

        Assert.Equal([200, 401], (await StatusesAsync(locked, [.. Told, .. Asked], document)).Distinct().Order());
        Assert.Equal([421], (await StatusesAsync(open, [.. Told, .. Asked], document)).Distinct());
    }

    /// <summary>Asks, and compares what is answered with what the document says.</summary>
    /// <returns>The statuses, in the order of the questions.</returns>
    private static async Task<List<int>> StatusesAsync(
        RunningServer server, IEnumerable<(string Route, string? Body)> questions, JsonElement? told = null)
    {
        var document = told ?? await server.GetAsync("/openapi/v1.json");
        var (checker, statuses) = (new SchemaChecker(document), new List<int>());
        foreach (var (route, body) in questions)
        {
            using var response = body is null
                ? await server.Client.GetAsync(route, RunningServer.Cancellation)
                : await server.PostAsync(route, body);
            var text = await response.Content.ReadAsStringAsync(RunningServer.Cancellation);
            var (status, type) = ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType!);
            var known = document.GetProperty("paths").GetProperty(route).GetProperty(body is null ? "get" : "post").GetProperty("responses");
            Assert.True(known.TryGetProperty($"{status}", out var answer), $"{route} answers {status}, which the document does not list: {text}");
            Assert.True(answer.GetProperty("content").TryGetProperty(type, out var content), $"{route} answers {status} as {type}, which the document does not list.");
            if (type != "text/plain")
                Assert.Empty(checker.Problems(JsonDocument.Parse(text).RootElement, content.GetProperty("schema"), $"{route} {status}"));
            statuses.Add(status);
        }

        return statuses;
    }
}
