using System.Net;

namespace TextVae.Server.Tests;

/// <summary>Who may ask, and what browsers are told.</summary>
public sealed class AccessTests
{
    private const string Key = "a-key-that-nobody-guesses";

    private static readonly Dictionary<string, string> Headers = new(StringComparer.Ordinal)
    {
        ["Content-Security-Policy"] = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ["X-Content-Type-Options"] = "nosniff",
        ["X-Frame-Options"] = "DENY",
        ["Referrer-Policy"] = "no-referrer",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Cache-Control"] = "no-store",
    };

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("Authorization", "Bearer wrong", 401)]
    [InlineData("Authorization", "Bearer " + Key + "x", 401)]
    [InlineData("Authorization", Key, 401)]
    [InlineData("X-Api-Key", "wrong", 401)]
    [InlineData("X-Api-Key", "", 401)]
    [InlineData("Authorization", "Bearer " + Key, 200)]
    [InlineData("Authorization", "bearer " + Key, 200)]
    [InlineData("X-Api-Key", Key, 200)]
    public async Task The_key_is_needed_for_all_but_health_and_the_files_of_the_page(string? name, string? value, int status)
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { ApiKey = Key });
        if (name is not null)
            server.Client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);

        foreach (var route in new[] { "/api/model", "/api/map", "/api/training", "/metrics", "/openapi/v1.json" })
        {
            using var response = await server.Client.GetAsync(route, RunningServer.Cancellation);
            Assert.Equal(status, (int)response.StatusCode);
            if (status != 401)
                continue;
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
            Assert.Equal(
                ["This server needs its key: send the header 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'."],
                await RunningServer.ErrorsAsync(401, response));
        }

        foreach (var open in new[] { "/healthz", "/", "/main.js", "/style.css" })
        {
            using var answer = await server.Client.GetAsync(open, RunningServer.Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:5230")]
    [InlineData("http://*:5230")]
    [InlineData("http://example.com:5230")]
    [InlineData("http://[::]:5230")]
    [InlineData("http://192.168.1.1:5230")]
    public void Other_machines_need_a_key(string url)
    {
        var options = new ServerOptions { Urls = [url] };

        Assert.Equal(
            [
                $"'{url}' is open to other machines, and there is no key. Put one of at least 16 characters into a file and name it with "
                + "--api-key-file, or into the environment variable TEXTVAE_API_KEY; or listen on 127.0.0.1.",
            ],
            options.Problems());
        Assert.Empty((options with { ApiKey = Key }).Problems());
    }

    [Theory]
    [InlineData("http://[127.0.0.1]:5230")]
    [InlineData("http://[::1:5230")]
    [InlineData("http://::1]:5230")]
    [InlineData("http://[[::1]]:5230")]
    [InlineData("http://[localhost]:5230")]
    public void Brackets_that_hold_no_address_are_no_loopback(string url) => Assert.Equal(
        [$"'{url}' has brackets that do not hold an IPv6 address. Write http://[::1]:5230, or http://127.0.0.1:5230."],
        new ServerOptions { Urls = [url], ApiKey = Key }.Problems());

    [Fact]
    public void An_address_in_brackets_is_loopback_where_it_is() => Assert.Empty(new ServerOptions { Urls = ["http://[::1]:5230"] }.Problems());

    [Fact]
    public void Addresses_limits_and_keys_that_are_not_allowed_are_all_told()
    {
        Assert.Equal(
            [
                "'https://127.0.0.1:1' is no address to listen on. Give one such as http://127.0.0.1:5230; for https, put a proxy before it.",
                "'there' is no address to listen on. Give one such as http://127.0.0.1:5230; for https, put a proxy before it.",
                "'http://localhost:0' asks for any free port of two addresses. Write http://127.0.0.1:0.",
                "The key has 6 characters; it has to have at least 16, so that nobody guesses it.",
                "The key has characters that no header can carry; letters, digits and signs of ASCII are allowed.",
                "The most texts of a request is 0; it has to be between 1 and 100000.",
                "The time limit in seconds is 0; it has to be between 0.001 and 86400.",
            ],
            new ServerOptions
            {
                Urls = ["https://127.0.0.1:1", "there", "http://localhost:0"],
                ApiKey = "käse x",
                MaxTexts = 0,
                Timeout = TimeSpan.Zero,
            }.Problems());
        Assert.Empty(new ServerOptions { Urls = ["http://localhost:5230", "http://[::1]:5230", "http://127.0.0.2:0"] }.Problems());
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:99", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    public async Task Without_a_key_a_name_that_another_gave_this_machine_is_refused(string host, int status)
    {
        await using var server = await RunningServer.StartAsync();
        server.Client.DefaultRequestHeaders.Host = host;

        using var response = await server.Client.GetAsync("/api/model", RunningServer.Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Every_answer_has_the_security_headers()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { MaxBody = 100 });
        var answers = new List<HttpResponseMessage>();
        foreach (var route in new[] { "/healthz", "/metrics", "/api/model", "/api/map", "/openapi/v1.json", "/api/encode", "/nothing" })
            answers.Add(await server.Client.GetAsync(route, RunningServer.Cancellation));
        foreach (var body in new[] { "{\"texts\": [\"a\"]}", "{", new string(' ', 200) })
            answers.Add(await server.PostAsync("/api/encode", body));

        Assert.Equal([200, 200, 200, 200, 200, 405, 404, 200, 400, 413], answers.Select(answer => (int)answer.StatusCode));
        foreach (var answer in answers)
        {
            foreach (var (name, value) in Headers)
                Assert.Equal((name, value), (name, answer.Headers.GetValues(name).Single()));
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            answer.Dispose();
        }
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/../../../etc/passwd")]
    [InlineData("/openapi/..%2f..%2fappsettings.json")]
    [InlineData("//etc/passwd")]
    [InlineData("/api/encode%0d%0aX-Injected:%20yes")]
    [InlineData("/api/encode%00")]
    public async Task Paths_lead_to_no_file_and_into_no_header(string path)
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.RawAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1\\.1 (400|404)", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Injected", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_a_body_says_of_files_and_headers_is_text()
    {
        await using var server = await RunningServer.StartAsync();

        var errors = await server.ErrorsAsync(400, "/api/encode", "{\"texts\": [], \"label\": \"../../etc/passwd\\r\\nX-Injected: yes\"}");

        Assert.StartsWith("This model knows no labels, so '../../etc/passwd\r\nX-Injected: yes' means nothing", errors.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told()
    {
        await using var server = await RunningServer.StartAsync();
        var options = new ServerOptions { Urls = [server.Client.BaseAddress!.ToString().TrimEnd('/')] };

        var taken = await Assert.ThrowsAnyAsync<IOException>(
            () => TextVaeServer.StartAsync(server.Model, options, TextWriter.Null, cancellation: RunningServer.Cancellation));

        Assert.Contains("address already in use", taken.Message, StringComparison.Ordinal);
        Assert.True((await server.Client.GetAsync("/healthz", RunningServer.Cancellation)).IsSuccessStatusCode);
    }
}
