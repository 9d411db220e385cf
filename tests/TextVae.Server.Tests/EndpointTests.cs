using System.Text.Json;
using TextVae.Generation;
using TextVae.Tests;

namespace TextVae.Server.Tests;

/// <summary>What a route answers is what the library answers.</summary>
public sealed class EndpointTests
{
    private static readonly string[] Texts = ["a b c", "", "e unheard-of", "d d"];

    private static readonly DecodingOptions Beam = new() { Strategy = DecodingStrategy.Beam };

    [Fact]
    public async Task Encode_gives_the_means_and_what_else_was_asked_for()
    {
        await using var server = await RunningServer.StartAsync();
        var expected = server.Model.Posteriors(Texts);

        var plain = await server.ResultsAsync("/api/encode", new { texts = Texts });
        var drawn = await server.ResultsAsync("/api/encode", new { texts = Texts, log_variance = true, sample = true, seed = 3 });

        foreach (var (place, posterior) in expected.Index())
        {
            Assert.Equal(["text", "vector"], Names(plain[place]));
            Assert.Equal(Texts[place], plain[place].GetProperty("text").GetString());
            AssertClose(posterior.Mean, Floats(plain[place], "vector"));
            AssertClose(posterior.LogVariance, Floats(drawn[place], "log_variance"));
            AssertClose(posterior.Sample(new RandomStream(3, place, 0)), Floats(drawn[place], "vector"));
        }

        Assert.Equal(Texts.Length, plain.Length);
        Assert.Empty(await server.ResultsAsync("/api/encode", new { texts = Array.Empty<string>() }));
    }

    [Fact]
    public async Task Decode_gives_the_texts_of_vectors_by_every_strategy()
    {
        await using var server = await RunningServer.StartAsync();
        float[][] vectors = [[0.5f, -1], [2, 3], [0, 0]];

        AssertWritten(server.Model.Decode(vectors, Beam), await server.ResultsAsync("/api/decode", new { vectors }));
        AssertWritten(
            server.Model.Decode(vectors, new() { Strategy = DecodingStrategy.Greedy, MaximumLength = 3 }),
            await server.ResultsAsync("/api/decode", new { vectors, strategy = "greedy", max_length = 3 }));
        AssertWritten(
            server.Model.Decode(vectors, new() { Strategy = DecodingStrategy.Sample, TopK = 3, Seed = 9, Temperature = 0.7 }),
            await server.ResultsAsync("/api/decode", new { vectors, top_k = 3, seed = 9, temperature = 0.7 }));
        AssertWritten(
            server.Model.Decode(vectors, new() { Strategy = DecodingStrategy.MinimumBayesRisk, Candidates = 5 }),
            await server.ResultsAsync("/api/decode", new { vectors, candidates = 5 }));
    }

    [Fact]
    public async Task Words_are_forbidden_and_required_by_name_and_several_hypotheses_are_given()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, b) = server.Model.Run(trained => (trained.WordOf("a"), trained.WordOf("b")));
        float[][] vectors = [[0.5f, -1]];
        var options = Beam with { Beam = 4, Hypotheses = 3, Forbidden = [a], Required = [b], MaximumLength = 6 };
        var expected = server.Model.Decode(vectors, options).Single();

        var result = (await server.ResultsAsync(
            "/api/decode", new { vectors, beam = 4, hypotheses = 3, forbid = new[] { "a", "a" }, require = new[] { "b" }, max_length = 6 })).Single();

        Assert.Equal(
            expected.Hypotheses.Select(found => found.Text),
            result.GetProperty("hypotheses").EnumerateArray().Select(found => found.GetProperty("text").GetString()));
        Assert.Contains("b", expected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconstruct_gives_each_text_and_what_is_written_for_it()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { Beam = 3 });
        var expected = server.Model.Reconstruct(Texts, Beam with { Beam = 3 });

        var results = await server.ResultsAsync("/api/reconstruct", new { texts = Texts });

        Assert.Equal(["text", "reconstruction", "log_probability"], Names(results[0]));
        Assert.Equal(Texts, results.Select(result => result.GetProperty("text").GetString()));
        Assert.Equal(expected.Select(found => found.Text), results.Select(result => result.GetProperty("reconstruction").GetString()));
        Assert.All(expected.Zip(results), pair => Assert.Equal(pair.First.LogProbability, pair.Second.GetProperty("log_probability").GetDouble(), 1e-4));
    }

    [Fact]
    public async Task Sample_gives_the_texts_of_the_seed()
    {
        await using var server = await RunningServer.StartAsync();

        AssertWritten(server.Model.Sample(10), await server.ResultsAsync("/api/sample", new { }));
        AssertWritten(
            server.Model.Sample(4, new() { Strategy = DecodingStrategy.Greedy, Seed = 8 }),
            await server.ResultsAsync("/api/sample", new { count = 4, strategy = "greedy", seed = 8 }));
    }

    [Fact]
    public async Task Interpolate_gives_the_texts_on_the_way()
    {
        await using var server = await RunningServer.StartAsync();
        var options = new InterpolationOptions { Path = PathKind.Spherical, KeepDuplicates = true, Decoding = Beam with { Beam = 2 } };
        var expected = server.Model.Interpolate("a b", "e e e", 5, options);

        var results = await server.ResultsAsync(
            "/api/interpolate", new { from = "a b", to = "e e e", steps = 5, path = "spherical", keep_duplicates = true, beam = 2 });

        Assert.Equal(["share", "text", "log_probability", "nll_bound", "vector"], Names(results[0]));
        foreach (var (step, result) in expected.Zip(results))
        {
            Assert.Equal((step.Share, step.Text), (result.GetProperty("share").GetDouble(), result.GetProperty("text").GetString()));
            Assert.Equal(step.NllBound, result.GetProperty("nll_bound").GetDouble(), 1e-4);
            AssertClose(step.Vector, Floats(result, "vector"));
        }

        Assert.Equal(5, results.Length);
    }

    [Fact]
    public async Task Score_gives_bounds_and_the_surprise_of_each_word_of_a_language_model_too()
    {
        foreach (var options in new[] { Tiny.Autoencoder, Tiny.Language })
        {
            await using var server = await RunningServer.StartAsync(model: options);
            var expected = server.Model.Score(Texts, new() { Samples = 4, ImportanceSamples = 6, Seed = 2 });

            var results = await server.ResultsAsync("/api/score", new { texts = Texts, samples = 4, importance_samples = 6, seed = 2 });

            foreach (var (score, result) in expected.Zip(results))
            {
                Assert.Equal((score.Text, score.Tokens), (result.GetProperty("text").GetString(), result.GetProperty("tokens").GetInt32()));
                Assert.Equal(score.NllBound, result.GetProperty("nll_bound").GetDouble(), 1e-4);
                Assert.Equal(score.NllIw is not null, result.TryGetProperty("nll_iw", out var estimate));
                Assert.Equal(score.NllIw ?? 0, score.NllIw is null ? 0 : estimate.GetDouble(), 1e-4);
                Assert.Equal(
                    score.Words!.Select(word => word.Word),
                    result.GetProperty("words").EnumerateArray().Select(word => word.GetProperty("word").GetString()));
            }

            Assert.False((await server.ResultsAsync("/api/score", new { texts = Texts, words = false }))[0].TryGetProperty("words", out _));
        }
    }

    [Fact]
    public async Task A_model_of_labels_reads_and_writes_under_the_one_that_is_named()
    {
        await using var server = await RunningServer.StartAsync(model: Tiny.Autoencoder with { LabelEmbedding = 3 }, labels: ["bad", "good"]);

        var result = (await server.ResultsAsync("/api/encode", new { texts = new[] { "a b" }, label = "good" })).Single();

        Assert.Equal("good", result.GetProperty("label").GetString());
        AssertClose(server.Model.Encode(["a b"], "good")[0], Floats(result, "vector"));
        AssertWritten(server.Model.Sample(3, label: "bad"), await server.ResultsAsync("/api/sample", new { count = 3, label = "bad" }));
    }

    [Fact]
    public async Task The_model_tells_what_it_is_and_what_the_server_allows()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { MaxTexts = 7, Card = "# A card" });

        var model = JsonDocument.Parse(await server.Client.GetStringAsync("/api/model", RunningServer.Cancellation)).RootElement;

        Assert.Equal(("vae", 2, 7L), (model.GetProperty("kind").GetString(), model.GetProperty("latent").GetInt32(), model.GetProperty("step").GetInt64()));
        Assert.Equal(server.Model.Description.Parameters, model.GetProperty("parameters").GetInt64());
        Assert.Equal("# A card", model.GetProperty("card").GetString());
        Assert.Equal(7, model.GetProperty("limits").GetProperty("max_texts").GetInt32());
        Assert.Equal("""{"status":"ok"}""", await server.Client.GetStringAsync("/healthz", RunningServer.Cancellation));
    }

    private static void AssertWritten(DecodedText[] expected, JsonElement[] results)
    {
        Assert.Equal(expected.Select(text => text.Text), results.Select(result => result.GetProperty("text").GetString()));
        Assert.All(expected.Zip(results), pair => Assert.Equal(pair.First.LogProbability, pair.Second.GetProperty("log_probability").GetDouble(), 1e-4));
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static float[] Floats(JsonElement result, string name) => [.. result.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];

    private static string[] Names(JsonElement result) => [.. result.EnumerateObject().Select(member => member.Name)];
}
