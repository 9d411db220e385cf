using System.Text;
using TextVae.Tests;

namespace TextVae.Server.Tests;

/// <summary>What clients are told of requests that cannot be answered.</summary>
public sealed class ProblemTests
{
    private const string EncodeFields = "texts, label, log_variance, sample, seed";

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "/api/encode", "{\"texts\": [\"a\"", "The body is no JSON: something is wrong in line 1, byte 15. It has to be one object such as {\"texts\": [\"...\"]}." },
        { "/api/encode", "", "The body is no JSON: something is wrong in line 1, byte 1. It has to be one object such as {\"texts\": [\"...\"]}." },
        { "/api/decode", "{", "The body is no JSON: something is wrong in line 1, byte 2. It has to be one object such as {\"vectors\": [[0.5, -1]]}." },
        { "/api/interpolate", "a", "The body is no JSON: something is wrong in line 1, byte 1. It has to be one object such as {\"from\": \"...\", \"to\": \"...\"}." },
        { "/api/sample", "", "The body is no JSON: something is wrong in line 1, byte 1. It has to be one object such as {\"count\": 1}." },
        { "/api/encode", $"{{\"texts\": {new string('[', 100)}{new string(']', 100)}}}", "The body is nested too deep: it has lists or objects on more than 64 levels. It has to be one object such as {\"texts\": [\"...\"]}." },
        { "/api/encode", "[\"a\"]", $"The body is a list; it has to be an object with the fields {EncodeFields}." },
        { "/api/encode", "null", $"The body is null; it has to be an object with the fields {EncodeFields}." },
        { "/api/encode", "{}", "The field 'texts' is missing; it has to be a list of texts of valid characters." },
        { "/api/encode", "{\"texts\": null}", "The field 'texts' is null; it has to be a list of texts of valid characters." },
        { "/api/encode", "{\"texts\": [\"a\", 1, 2]}", "The field 'texts' is a list whose element 2 is 1; it has to be a list of texts of valid characters." },
        { "/api/encode", "{\"texts\": [\"\\ud800\"]}", "The field 'texts' is a list whose element 1 is \"\\ud800\"; it has to be a list of texts of valid characters." },
        { "/api/encode", "{\"texts\": [], \"\\ud800\": 1}", "The body has a name with half a character in it, a single \\ud800 or the like. Both halves of a pair belong together." },
        { "/api/encode", "{\"texts\": [null]}", "Text 1 is null; it has to be a text, which may be empty." },
        { "/api/encode", "{\"texts\": [], \"texts\": []}", "The field 'texts' is there 2 times." },
        { "/api/encode", "{\"text\": \"a\", \"seed\": \"one\"}", $"There is no field 'text'; the fields are {EncodeFields}.|The field 'texts' is missing; it has to be a list of texts of valid characters.|The field 'seed' is \"one\"; it has to be a whole number." },
        { "/api/encode", "{\"texts\": [\"a\", \"b\", \"c\", \"d\"]}", "There are 4 texts; this server takes 3 at once. Send them in several requests." },
        { "/api/encode", "{\"texts\": [\"a\"], \"label\": \"good\"}", "This model knows no labels, so 'good' means nothing to it. Leave the label away, or train a model with model.label_embedding above 0 on texts with labels." },
        { "/api/decode", "{\"vectors\": [[1], [1, 2], [1, 1e40]]}", "Vector 1 has 1 numbers; those of this model have 2.|Vector 3 has a number that is too large; they have to be between -1000000 and 1000000." },
        { "/api/decode", "{\"vectors\": [[1, 2], [1, \"2\"]]}", "The field 'vectors' is a list whose element 2 is a list whose element 2 is \"2\"; it has to be a list of lists of numbers." },
        { "/api/texts", "{\"indices\": [0, null]}", "The field 'indices' is a list whose element 2 is null; it has to be a list of whole numbers." },
        { "/api/decode", "{\"vectors\": [[1, 2]], \"strategy\": \"best\"}", "The field 'strategy' is 'best'; it has to be greedy, sample, beam or mbr." },
        { "/api/decode", "{\"vectors\": [[1, 2]], \"beam\": 65, \"max_length\": 501}", "The field 'beam' asks for 65; this server allows 64.|The field 'max_length' asks for 501; this server allows 500." },
        { "/api/decode", "{\"vectors\": [[1, 2]], \"beam\": 0, \"temperature\": 0}", "The field 'temperature' is an option of draws, and these texts are made by the strategy beam. Leave it away, or choose the strategy sample or mbr.|The temperature is 0; it has to be above 0 and at most 100.|The beam is 0; it has to be between 1 and 10000." },
        { "/api/decode", "{\"vectors\": [[1, 2]], \"diversity\": 1}", "The field 'diversity' is a penalty between groups of a beam; say how many there are with 'groups'." },
        { "/api/decode", "{\"vectors\": [[1, 2]], \"forbid\": [\"unheard-of\", \"a b\"]}", "'unheard-of' is no word of this model, so no text of it could have it. Its words are in vocabulary.txt of its folder.|'a b' is 2 words to this model: a | b. Give one at a time." },
        { "/api/decode", "{\"vectors\": [[1, 2]], \"forbid\": [null]}", "The fields 'forbid' and 'require' have null in them; they have to be lists of words." },
        { "/api/sample", "{\"count\": -1}", "The field 'count' is -1; it has to be between 0 and 3." },
        { "/api/sample", "{\"count\": 1e99}", "The field 'count' is 1e99; it has to be a whole number." },
        { "/api/interpolate", "{\"from\": \"a\", \"to\": \"b\", \"steps\": 1, \"path\": \"round\"}", "The field 'steps' is 1; it has to be between 2 and 3.|The field 'path' is 'round'; it has to be linear or spherical." },
        { "/api/score", "{\"texts\": [\"a\"], \"samples\": 0, \"importance_samples\": 1001}", "The field 'samples' is 0; it has to be between 1 and 1000.|The field 'importance_samples' is 1001; it has to be between 0 and 1000." },
    };

    [Fact]
    public async Task Every_problem_of_a_body_is_told_at_once()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { MaxTexts = 3, Rate = 0 });

        foreach (var row in Bodies)
        {
            var (route, body, errors) = row.Data;
            Assert.Equal((body, errors), (body, string.Join('|', await server.ErrorsAsync(400, route, body))));
        }

        Assert.Equal("", server.Log.ToString());
    }

    [Fact]
    public async Task A_text_of_ten_thousand_words_is_refused_or_read_as_the_server_allows()
    {
        var tenThousand = string.Join(' ', Enumerable.Repeat("a", 10_000));
        await using var strict = await RunningServer.StartAsync();
        await using var generous = await RunningServer.StartAsync(new ServerOptions { MaxCharacters = 20_000 });

        Assert.Equal(
            ["Text 1 has 19999 characters; this server reads 10000 of one. Cut it into several."],
            await strict.ErrorsAsync(400, "/api/encode", $"{{\"texts\": [\"{tenThousand}\"]}}"));
        Assert.Single(await generous.ResultsAsync("/api/encode", new { texts = new[] { tenThousand } }));
    }

    [Fact]
    public async Task Of_many_bad_texts_the_first_ten_are_told()
    {
        await using var server = await RunningServer.StartAsync();

        var errors = await server.ErrorsAsync(400, "/api/encode", $"{{\"texts\": [{string.Join(',', Enumerable.Repeat("null", 25))}]}}");

        Assert.Equal(11, errors.Length);
        Assert.Equal("There are 15 more of this kind.", errors[^1]);
    }

    [Fact]
    public async Task What_is_no_UTF8_or_does_not_call_itself_JSON_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        byte[] latin = [.. "{\"texts\": [\"caf"u8, 0xE9, .. "\"]}"u8];

        using var notUtf8 = await server.PostAsync("/api/encode", latin);
        using var notJson = await server.PostAsync("/api/encode", Encoding.UTF8.GetBytes("{\"texts\": []}"), "text/plain");
        using var nothing = await server.PostAsync("/api/encode", Encoding.UTF8.GetBytes("{\"texts\": []}"), "");

        Assert.Equal(["The body is not valid UTF-8. Send it as UTF-8, uncompressed."], await RunningServer.ErrorsAsync(400, notUtf8));
        foreach (var response in new[] { notJson, nothing })
        {
            Assert.Equal(
                ["The body has to be JSON, and the request to say so: 'Content-Type: application/json'."],
                await RunningServer.ErrorsAsync(415, response));
        }
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_JSON()
    {
        await using var server = await RunningServer.StartAsync();
        byte[] mark = [0xEF, 0xBB, 0xBF];

        using var answered = await server.PostAsync("/api/encode", [.. mark, .. "{\"texts\": [\"a\"]}"u8]);
        using var refused = await server.PostAsync("/api/encode", [.. mark, .. mark, .. "{}"u8]);

        Assert.True(answered.IsSuccessStatusCode);
        Assert.StartsWith(
            "The body is no JSON: something is wrong in line 1, byte 1.", (await RunningServer.ErrorsAsync(400, refused)).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_and_refusals_are_written_as_people_read_them()
    {
        await using var server = await RunningServer.StartAsync();

        using var answered = await server.PostAsync("/api/encode", "{\"texts\": [\"l'été <b> & \\\"\"]}");
        using var refused = await server.PostAsync("/api/encode", "{\"über\": 1}");

        Assert.Contains(
            "\"l'été <b> & \\\"\"", await answered.Content.ReadAsStringAsync(RunningServer.Cancellation), StringComparison.Ordinal);
        Assert.Contains(
            "There is no field 'über'", await refused.Content.ReadAsStringAsync(RunningServer.Cancellation), StringComparison.Ordinal);
        Assert.Equal("nosniff", refused.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_language_model_refuses_what_needs_vectors()
    {
        await using var server = await RunningServer.StartAsync(model: Tiny.Language);

        foreach (var (route, body) in new[]
                 {
                     ("encode", "{\"texts\": [\"a\"]}"), ("decode", "{\"vectors\": [[1, 2]]}"), ("reconstruct", "{\"texts\": [\"a\"]}"),
                     ("interpolate", "{\"from\": \"a\", \"to\": \"b\"}"),
                 })
        {
            Assert.Equal(
                [$"This model is a language model: it has no latent vector, so it cannot {route}. Samples and scores it can give."],
                await server.ErrorsAsync(400, $"/api/{route}", body));
        }

        Assert.Equal(2, (await server.ResultsAsync("/api/sample", new { count = 2 })).Length);
    }

    [Fact]
    public async Task A_label_that_is_missing_or_unknown_is_told()
    {
        await using var server = await RunningServer.StartAsync(model: Tiny.Autoencoder with { LabelEmbedding = 3 }, labels: ["bad", "good"]);

        Assert.Equal(
            ["'best' is no label of this model. It knows bad, good."],
            await server.ErrorsAsync(400, "/api/encode", "{\"texts\": [\"a\"], \"label\": \"best\"}"));
        Assert.Equal(
            ["This model reads and writes every text together with its label. Give one: bad, good."],
            await server.ErrorsAsync(400, "/api/sample", "{}"));
    }

    [Fact]
    public async Task Other_routes_and_methods_are_told()
    {
        await using var server = await RunningServer.StartAsync();

        using var unknown = await server.Client.GetAsync("/api/nothing", RunningServer.Cancellation);
        using var get = await server.Client.GetAsync("/api/encode", RunningServer.Cancellation);

        Assert.Equal(["There is nothing here; /openapi/v1.json lists the routes."], await RunningServer.ErrorsAsync(404, unknown));
        Assert.Equal(["The method is not allowed here; use POST."], await RunningServer.ErrorsAsync(405, get));
    }
}
