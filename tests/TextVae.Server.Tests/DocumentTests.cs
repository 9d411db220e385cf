using System.Text.Json.Nodes;

namespace TextVae.Server.Tests;

/// <summary>The OpenAPI document, what is sent by its word, and the metrics.</summary>
public sealed class DocumentTests
{
    private static readonly string[] Asked =
    [
        "/api/encode", "/api/decode", "/api/reconstruct", "/api/sample", "/api/interpolate", "/api/score", "/api/transfer", "/api/neighbors",
        "/api/texts",
    ];

    private static readonly string[] Told = ["/api/map", "/api/map/points", "/api/directions", "/api/training", "/api/model", "/healthz", "/metrics"];

    [Fact]
    public async Task The_document_lists_every_route_with_its_fields()
    {
        await using var server = await RunningServer.StartAsync();

        var document = await DocumentAsync(server);

        Assert.Equal("TextVae", document["info"]!["title"]!.GetValue<string>());
        Assert.Equal(
            [.. Asked, .. Told], document["paths"]!.AsObject().Select(path => path.Key));
        var fields = SchemaOf(document, "/api/encode");
        Assert.Equal(["texts", "label", "log_variance", "sample", "seed"], fields["properties"]!.AsObject().Select(field => field.Key));
        Assert.Equal(["texts"], fields["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.All(Asked, route => Assert.Equal(
            ["200", "400", "401", "408", "413", "415", "421", "429", "503", "504"],
            document["paths"]![route]!["post"]!["responses"]!.AsObject().Select(response => response.Key)));
        // HEAD is the same and stands not beside it.
        Assert.All(Told, route => Assert.Equal("get", document["paths"]![route]!.AsObject().Single().Key));
        Assert.Equal(
            ["200", "400", "401", "421", "429", "503"],
            document["paths"]!["/api/map/points"]!["get"]!["responses"]!.AsObject().Select(response => response.Key));
    }

    [Fact]
    public async Task Of_answers_the_document_requires_what_is_always_there()
    {
        await using var server = await RunningServer.StartAsync();

        var schemas = (await DocumentAsync(server))["components"]!["schemas"]!;

        string[] Required(string name) => [.. schemas[name]!["required"]!.AsArray().Select(field => field!.GetValue<string>())];
        Assert.Equal(["text", "vector"], Required("EncodedText"));
        Assert.Equal(["text", "log_probability"], Required("WrittenText"));
        Assert.Equal(["text", "tokens", "reconstruction", "kl", "nll_bound"], Required("TextScore"));
        Assert.Equal(["state", "share"], Required("MapAnswer"));
        Assert.Equal(["x", "y", "words"], Required("PointsAnswer"));
        // Null where the doctor has not looked.
        Assert.Contains("findings", Required("TrainingAnswer"));
        Assert.Equal(["title", "status", "detail", "errors"], Required("Problem"));
    }

    [Fact]
    public async Task The_document_lists_what_a_field_may_be_and_says_nothing_of_a_key_where_there_is_none()
    {
        await using var server = await RunningServer.StartAsync();

        var document = await DocumentAsync(server);

        string?[] Choices(string route, string field) =>
            [.. SchemaOf(document, route)["properties"]![field]!["enum"]!.AsArray().Select(name => name?.GetValue<string>())];
        foreach (var route in new[] { "/api/decode", "/api/reconstruct", "/api/sample", "/api/interpolate", "/api/transfer" })
            Assert.Equal(["greedy", "sample", "beam", "mbr", null], Choices(route, "strategy"));
        Assert.Equal(["linear", "spherical", null], Choices("/api/interpolate", "path"));
        Assert.Equal(["cosine", "euclidean", "inner-product", null], Choices("/api/neighbors", "measure"));
        Assert.Null(document["security"]);
        Assert.Null(document["components"]!["securitySchemes"]);
    }

    [Fact]
    public async Task The_document_names_the_headers_of_the_key_and_that_health_needs_none()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { ApiKey = "a-key-that-nobody-guesses" });
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "a-key-that-nobody-guesses");

        var document = await DocumentAsync(server);

        var schemes = document["components"]!["securitySchemes"]!;
        Assert.Equal(("http", "bearer"), (schemes["bearer"]!["type"]!.GetValue<string>(), schemes["bearer"]!["scheme"]!.GetValue<string>()));
        Assert.Equal(
            ("apiKey", "header", "X-Api-Key"),
            (schemes["header"]!["type"]!.GetValue<string>(), schemes["header"]!["in"]!.GetValue<string>(), schemes["header"]!["name"]!.GetValue<string>()));
        Assert.Equal(["bearer", "header"], document["security"]!.AsArray().Select(one => one!.AsObject().Single().Key));
        Assert.Empty(document["paths"]!["/healthz"]!["get"]!["security"]!.AsArray());
        Assert.Null(document["paths"]!["/api/model"]!["get"]!["security"]);
    }

    [Theory]
    [InlineData("/openapi/v2.json")]
    [InlineData("/openapi/v1.yaml")]
    [InlineData("/openapi/")]
    public async Task There_is_no_other_document(string path)
    {
        await using var server = await RunningServer.StartAsync();

        using var response = await server.Client.GetAsync(path, RunningServer.Cancellation);

        Assert.Equal(["There is nothing here; /openapi/v1.json lists the routes."], await RunningServer.ErrorsAsync(404, response));
    }

    [Fact]
    public async Task Whatever_is_made_up_by_the_document_is_answered_or_refused()
    {
        await using var server = await RunningServer.StartWithRunAsync(
            new ServerOptions { Rate = 0, MaxTexts = 4, MaxLength = 8, MaxBeam = 4, MaxSamples = 5 }, labels: ["a", "greedy"]);
        var document = await DocumentAsync(server);
        var random = new Random(17);
        var (answered, refused) = (0, 0);

        foreach (var route in Asked)
        {
            for (var i = 0; i < 60; i++)
            {
                var body = Made(SchemaOf(document, route), document, random, wild: i % 3 == 0)?.ToJsonString() ?? "null";
                using var response = await server.PostAsync(route, body);
                if (response.IsSuccessStatusCode)
                {
                    answered++;
                    continue;
                }

                Assert.True((int)response.StatusCode == 400, $"{(int)response.StatusCode} for {route} {body}");
                Assert.NotEmpty(await RunningServer.ErrorsAsync(400, response));
                refused++;
            }
        }

        Assert.Equal("", server.Log.ToString());
        Assert.InRange(answered, 20, 540);
        Assert.InRange(refused, 20, 540);
    }

    [Fact]
    public async Task The_metrics_count_requests_texts_and_the_seconds_of_the_model()
    {
        await using var server = await RunningServer.StartAsync();
        await server.ResultsAsync("/api/encode", new { texts = new[] { "a", "b c" } });
        await server.ErrorsAsync(400, "/api/encode", "{}");
        using var unknown = await server.Client.GetAsync("/made-up", RunningServer.Cancellation);

        var figures = await server.FiguresAsync();

        Assert.Equal(1, figures["textvae_requests_total{route=\"/api/encode\",status=\"200\"}"]);
        Assert.Equal(1, figures["textvae_requests_total{route=\"/api/encode\",status=\"400\"}"]);
        Assert.Equal(1, figures["textvae_requests_total{route=\"none\",status=\"404\"}"]);
        Assert.Equal(2, figures["textvae_request_seconds_count{route=\"/api/encode\"}"]);
        Assert.Equal(2, figures["textvae_texts_total{route=\"/api/encode\"}"]);
        Assert.Equal(0, figures["textvae_queue_length"]);
        Assert.Equal(1, figures["textvae_requests_in_progress"]);
        Assert.True(figures["textvae_model_seconds_total"] > 0);
        Assert.True(figures["textvae_resident_memory_bytes"] > 1e6);
    }

    private static async Task<JsonObject> DocumentAsync(RunningServer server) =>
        JsonNode.Parse(await server.Client.GetStringAsync("/openapi/v1.json", RunningServer.Cancellation))!.AsObject();

    private static JsonNode SchemaOf(JsonObject document, string route) => Resolved(
        document["paths"]![route]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!, document);

    private static JsonNode Resolved(JsonNode schema, JsonObject document) =>
        schema["$ref"]?.GetValue<string>() is { } name ? document["components"]!["schemas"]![name.Split('/')[^1]]! : schema;

    /// <summary>A value of a schema; a wild one has some other values in it.</summary>
    private static JsonNode? Made(JsonNode schema, JsonObject document, Random random, bool wild)
    {
        if (wild && random.Next(8) == 0)
            return Wild(random);
        schema = Resolved(schema, document);
        var type = schema["type"] is JsonArray types ? types.Select(t => t!.GetValue<string>()).First(t => t != "null") : schema["type"]?.GetValue<string>();
        return type switch
        {
            "object" => new JsonObject(schema["properties"]!.AsObject()
                .Where(field => random.Next(3) == 0 || (schema["required"]?.AsArray().Any(name => name!.GetValue<string>() == field.Key) ?? false))
                .Select(field => KeyValuePair.Create(field.Key, Made(field.Value!, document, random, wild)))),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Made(schema["items"]!, document, random, wild))]),
            "string" when schema["enum"] is JsonArray names && random.Next(8) > 0 => names[random.Next(names.Count)]?.DeepClone(),
            "string" => new[] { "a", "b c", "", "beam", "e e e", "\U0001F600", "greedy", "linear" }[random.Next(8)],
            "integer" => random.Next(-1, 6),
            "number" => random.NextDouble() * 2,
            "boolean" => random.Next(2) == 0,
            _ => throw new InvalidOperationException($"There is no value for {schema.ToJsonString()}."),
        };
    }

    private static JsonNode? Wild(Random random) => random.Next(7) switch
    {
        0 => null,
        1 => new JsonObject { ["$ref"] = "x" },
        2 => new JsonArray(new JsonArray(), null, 1e300),
        3 => long.MinValue,
        4 => 1e300,
        5 => new string('\u0000', 50),
        _ => true,
    };
}
