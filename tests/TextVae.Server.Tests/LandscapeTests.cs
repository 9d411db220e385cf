using System.Net;
using System.Text.Json;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Tests;
using TextVae.Vectors;

namespace TextVae.Server.Tests;

/// <summary>The routes that know texts of the run.</summary>
public sealed class LandscapeTests
{
    private static readonly string[] Texts = ["a b c", "e d"];

    [Fact]
    public async Task The_map_has_every_text_at_its_place_on_the_principal_axes()
    {
        await using var server = await RunningServer.StartWithRunAsync(texts: 100, labels: ["bad", "good"]);
        var trained = server.Model.Run(model => model);
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => trained.TextOf(server.Dataset.Train.Read(i)))];
        var means = server.Model.Encode(texts);
        var axes = server.Model.Run(_ => LatentAxes.Of(means, 2));

        var map = await server.GetAsync("/api/map");
        var points = await server.GetAsync("/api/map/points");

        Assert.Equal("ready", map.GetProperty("state").GetString());
        Assert.Equal(
            ("train", 60, 60, true),
            (map.GetProperty("texts").GetProperty("source").GetString(), map.GetProperty("texts").GetProperty("count").GetInt32(),
                map.GetProperty("texts").GetProperty("whole").GetInt32(), map.GetProperty("texts").GetProperty("has_surprise").GetBoolean()));
        Assert.Equal(["bad", "good"], map.GetProperty("texts").GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.All(means.Zip(Numbers(points, "x"), Numbers(points, "y")), point =>
        {
            Assert.Equal(axes.Project(point.First)[0], point.Second, 1e-3);
            Assert.Equal(axes.Project(point.First)[1], point.Third, 1e-3);
        });
        Assert.Equal(server.Dataset.Train.Labels.ToArray(), Numbers(points, "label").Select(label => (int)label));
        Assert.Equal(Enumerable.Range(0, 60).Select(server.Dataset.Train.LengthOf), Numbers(points, "words").Select(words => (int)words));
        var scores = server.Model.Score(texts[..40], new ScoreOptions { Samples = 1, Words = false });
        Assert.All(scores.Zip(Numbers(points, "surprise")), pair => Assert.Equal(pair.First.NllBound / pair.First.Tokens, pair.Second, 2e-3));
    }

    [Fact]
    public async Task Of_a_large_split_some_texts_are_drawn_and_read_by_their_places()
    {
        await using var server = await RunningServer.StartWithRunAsync(texts: 12);
        var trained = server.Model.Run(model => model);

        var map = await server.GetAsync("/api/map");
        var texts = await server.ResultsAsync("/api/texts", new { indices = Enumerable.Range(0, 12) });

        Assert.Equal((12, 60), (map.GetProperty("texts").GetProperty("count").GetInt32(), map.GetProperty("texts").GetProperty("whole").GetInt32()));
        Assert.Subset(
            Enumerable.Range(0, 60).Select(i => trained.TextOf(server.Dataset.Train.Read(i))).ToHashSet(),
            texts.Select(text => text.GetProperty("text").GetString()!).ToHashSet());
        Assert.All(texts, text => Assert.Equal(["index", "text", "words", "surprise"], text.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(
            ["There is no text -1; those of the map are 0 to 11.", "There is no text 12; those of the map are 0 to 11."],
            await server.ErrorsAsync(400, "/api/texts", """{"indices": [-1, 3, 12]}"""));
    }

    [Fact]
    public async Task Neighbors_are_those_that_the_library_finds()
    {
        await using var server = await RunningServer.StartWithRunAsync(texts: 100, labels: ["bad", "good"]);
        var trained = server.Model.Run(model => model);
        string[] known = [.. Enumerable.Range(0, 60).Select(i => trained.TextOf(server.Dataset.Train.Read(i)))];
        using var table = VectorTable.Of(server.Model.Encode(known), 2);

        foreach (var (name, measure) in new[] { ("cosine", VectorMeasure.Cosine), ("euclidean", VectorMeasure.Euclidean), ("inner-product", VectorMeasure.InnerProduct) })
        {
            var expected = NeighborSearch.Find(table, server.Model.Encode(Texts), 5, measure);
            var found = await server.ResultsAsync("/api/neighbors", new { texts = Texts, count = 5, measure = name });
            Assert.Equal(Texts, found.Select(one => one.GetProperty("text").GetString()));
            foreach (var (neighbors, one) in expected.Zip(found))
            {
                Assert.All(neighbors.Zip(one.GetProperty("neighbors").EnumerateArray()), pair =>
                {
                    Assert.Equal(pair.First.Score, pair.Second.GetProperty("score").GetDouble(), 1e-4);
                    Assert.Equal(known[pair.Second.GetProperty("index").GetInt32()], pair.Second.GetProperty("text").GetString());
                    Assert.Contains(pair.Second.GetProperty("label").GetString(), new[] { "bad", "good" });
                });
            }
        }

        var own = (await server.ResultsAsync("/api/neighbors", new { indices = new[] { 7 }, count = 59 })).Single();
        Assert.Equal(known[7], own.GetProperty("text").GetString());
        Assert.Equal(
            Enumerable.Range(0, 60).Where(i => i != 7), own.GetProperty("neighbors").EnumerateArray().Select(one => one.GetProperty("index").GetInt32()).Order());
    }

    [Fact]
    public async Task Transfer_goes_from_the_mean_of_one_label_to_that_of_the_other()
    {
        await using var server = await RunningServer.StartWithRunAsync(texts: 100, labels: ["bad", "good"]);
        var trained = server.Model.Run(model => model);
        string[] Of(int label) => [.. Enumerable.Range(0, 60).Where(i => i % 2 == label).Select(i => trained.TextOf(server.Dataset.Train.Read(i)))];
        var attribute = server.Model.AttributeVectorOf(Of(0), Of(1), ("bad", "good"));
        var beam = new DecodingOptions { Strategy = DecodingStrategy.Beam };

        foreach (var strength in new[] { 1, -2.5 })
        {
            var expected = server.Model.Transfer(Texts, attribute, strength, beam);
            var found = await server.ResultsAsync("/api/transfer", new { texts = Texts, from = "bad", to = "good", strength });
            Assert.Equal(["text", "transferred", "log_probability"], found[0].EnumerateObject().Select(member => member.Name));
            Assert.Equal(Texts, found.Select(one => one.GetProperty("text").GetString()));
            Assert.Equal(expected.Select(text => text.Text), found.Select(one => one.GetProperty("transferred").GetString()));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.LogProbability, pair.Second.GetProperty("log_probability").GetDouble(), 1e-3));
        }
    }

    [Fact]
    public async Task A_model_of_labels_transfers_by_writing_under_the_other_one()
    {
        await using var server = await RunningServer.StartWithRunAsync(model: Tiny.Autoencoder with { LabelEmbedding = 3 }, labels: ["bad", "good"]);
        var expected = server.Model.Reconstruct(Texts, new DecodingOptions { Label = 1 }, "bad");

        var found = await server.ResultsAsync("/api/transfer", new { texts = Texts, from = "bad", to = "good", strategy = "greedy" });

        Assert.Equal(expected.Select(text => text.Text), found.Select(one => one.GetProperty("transferred").GetString()));
        Assert.Equal(
            ["This model was trained with labels, so it writes a text under 'to'; leave 'strength' out.", "'fair' is no label of this model. It knows bad, good."],
            await server.ErrorsAsync(400, "/api/transfer", """{"texts": [], "from": "bad", "to": "fair", "strength": 1}"""));
    }

    [Fact]
    public async Task Directions_are_the_principal_axes_and_reach_over_nearly_all_texts()
    {
        await using var server = await RunningServer.StartWithRunAsync(texts: 100);
        var trained = server.Model.Run(model => model);
        var means = server.Model.Encode([.. Enumerable.Range(0, 60).Select(i => trained.TextOf(server.Dataset.Train.Read(i)))]);
        var axes = server.Model.Run(_ => LatentAxes.Of(means, 16));

        var answer = await server.GetAsync("/api/directions");

        Assert.Equal("ready", answer.GetProperty("state").GetString());
        Assert.All(axes.Mean.Zip(Numbers(answer, "mean")), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(2, answer.GetProperty("directions").GetArrayLength());
        foreach (var (place, axis) in axes.Axes.Index())
        {
            var direction = answer.GetProperty("directions")[place];
            Assert.All(axis.Direction.Zip(Numbers(direction, "vector")), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
            Assert.Equal((axis.Deviation, axis.Share), (direction.GetProperty("deviation").GetDouble(), direction.GetProperty("share").GetDouble()), new Close());
            double[] places = [.. means.Select(mean => axes.Project(mean)[place]).Order()];
            Assert.Equal((places[0], places[^1]), (direction.GetProperty("low").GetDouble(), direction.GetProperty("high").GetDouble()), new Close());
        }
    }

    [Fact]
    public async Task Without_a_dataset_the_texts_are_the_models_own()
    {
        await using var server = await RunningServer.StartWithRunAsync(hasDataset: false, texts: 70);
        var written = server.Model.Sample(64, new DecodingOptions { Strategy = DecodingStrategy.Sample, Seed = 1 });

        var map = await server.GetAsync("/api/map");
        var texts = await server.ResultsAsync("/api/texts", new { indices = Enumerable.Range(0, 64) });

        Assert.Equal(("samples", 70), (map.GetProperty("texts").GetProperty("source").GetString(), map.GetProperty("texts").GetProperty("count").GetInt32()));
        Assert.Equal("It is gone.", map.GetProperty("note").GetString());
        Assert.Equal(written.Select(text => text.Text), texts.Select(text => text.GetProperty("text").GetString()));
        Assert.Equal(
            ["This server knows no texts with labels, so there is no way from one label to another. Serve a run whose dataset is there and has labels."],
            await server.ErrorsAsync(400, "/api/transfer", """{"texts": ["a"], "from": "bad", "to": "good"}"""));
    }

    [Fact]
    public async Task What_makes_no_sense_is_told_at_once()
    {
        await using var server = await RunningServer.StartWithRunAsync(labels: ["bad", "good"]);

        Assert.Equal(
            [
                "Neighbors are those of 'texts' or of 'indices'; give one of the two fields.", "The field 'count' is 0; it has to be between 1 and 192.",
                "The field 'measure' is 'far'; it has to be cosine, euclidean or inner-product.",
            ],
            await server.ErrorsAsync(400, "/api/neighbors", """{"count": 0, "measure": "far"}"""));
        Assert.Equal(
            ["The field 'strength' is 101; it has to be between -100 and 100.", "'fair' is no label of the run's dataset. It has bad, good."],
            await server.ErrorsAsync(400, "/api/transfer", """{"texts": ["a"], "from": "fair", "to": "good", "strength": 101}"""));
    }

    [Fact]
    public async Task Until_the_texts_are_encoded_clients_are_told_to_come_again()
    {
        await using var server = await RunningServer.StartAsync(model: Tiny.Autoencoder);
        using ManualResetEventSlim gate = new();
        var blocking = await server.BlockAsync(gate);
        await using var second = await TextVaeServer.StartAsync(
            server.Model, new ServerOptions { Urls = ["http://127.0.0.1:0"] }, server.Log, new ServedRun { Dataset = server.Dataset }, cancellation: RunningServer.Cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(second.Addresses.Single()) };

        using var refused = await client.GetAsync("/api/map/points", RunningServer.Cancellation);
        var state = JsonDocument.Parse(await client.GetStringAsync("/api/map", RunningServer.Cancellation)).RootElement;

        Assert.Equal(["The texts are being encoded; 0 % is done. Ask again later."], await RunningServer.ErrorsAsync(503, refused));
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(("preparing", false), (state.GetProperty("state").GetString(), state.TryGetProperty("texts", out _)));
        gate.Set();
        await blocking;
        await second.Prepared;
        using var later = await client.GetAsync("/api/map/points", RunningServer.Cancellation);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Texts_wait_where_the_queue_is_full_of_clients()
    {
        await using var server = await RunningServer.StartAsync(queue: 1);
        using ManualResetEventSlim gate = new();
        var blocking = await server.BlockAsync(gate);
        var waiting = server.PostAsync("/api/encode", "{\"texts\": [\"a\"]}");
        await RunningServer.UntilAsync(() => server.Model.QueueLength == 1);
        await using var second = await TextVaeServer.StartAsync(
            server.Model, new ServerOptions { Urls = ["http://127.0.0.1:0"] }, server.Log, new ServedRun { Dataset = server.Dataset }, cancellation: RunningServer.Cancellation);

        using var refused = await server.PostAsync("/api/encode", "{\"texts\": [\"a\"]}");
        gate.Set();
        await blocking;
        using var answered = await waiting;
        await second.Prepared;

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (refused.StatusCode, answered.StatusCode));
        using var client = new HttpClient { BaseAddress = new Uri(second.Addresses.Single()) };
        var state = JsonDocument.Parse(await client.GetStringAsync("/api/map", RunningServer.Cancellation)).RootElement;
        Assert.Equal("ready", state.GetProperty("state").GetString());
        Assert.Equal("", server.Log.ToString());
    }

    [Fact]
    public async Task A_language_model_and_a_model_alone_have_no_map_and_say_why()
    {
        await using var language = await RunningServer.StartWithRunAsync(model: Tiny.Language);
        await using var alone = await RunningServer.StartAsync();

        Assert.Equal(
            ("absent", "This model is a language model: it has no latent vector, so there is no map of texts, no direction and no neighbor. Samples and scores it can give."),
            Told(await language.GetAsync("/api/map")));
        Assert.Equal(("absent", "The server was started without a run, so it knows no texts."), Told(await alone.GetAsync("/api/directions")));
        Assert.Equal(
            ["This model is a language model: it has no latent vector, so it cannot find neighbors. Samples and scores it can give."],
            await language.ErrorsAsync(400, "/api/neighbors", """{"texts": ["a"]}"""));
        Assert.Equal(["The server was started without a run, so it knows no texts."], await alone.ErrorsAsync(400, "/api/neighbors", """{"texts": ["a"]}"""));
        var training = await alone.GetAsync("/api/training");
        Assert.Equal("This is a model without its run folder, which has the curves of the training.", training.GetProperty("note").GetString());

        static (string?, string?) Told(JsonElement answer) => (answer.GetProperty("state").GetString(), answer.GetProperty("note").GetString());
    }

    [Fact]
    public async Task Health_tells_of_a_model_that_hangs()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { Rate = 0, StuckAfter = TimeSpan.FromMilliseconds(50) });
        using ManualResetEventSlim gate = new();
        var blocking = await server.BlockAsync(gate);
        await RunningServer.UntilAsync(() => server.Model.BusyFor > TimeSpan.FromMilliseconds(50));

        using var stuck = await server.Client.GetAsync("/healthz", RunningServer.Cancellation);

        Assert.Matches(
            "^The model's thread has been at one piece of work for [0-9]+ seconds, more than the 0.05 that are allowed: it hangs. Start the server anew.$",
            (await RunningServer.ErrorsAsync(503, stuck)).Single());
        gate.Set();
        await blocking;
        await RunningServer.UntilAsync(() => server.Model.BusyFor is null);
        Assert.Equal("""{"status":"ok"}""", await server.Client.GetStringAsync("/healthz", RunningServer.Cancellation));
    }

    private static double[] Numbers(JsonElement answer, string name) => [.. answer.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private sealed class Close : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-3 && Math.Abs(x.Item2 - y.Item2) < 1e-3;

        public int GetHashCode((double, double) obj) => 0;
    }
}
