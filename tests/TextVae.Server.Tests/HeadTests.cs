using System.Net;

namespace TextVae.Server.Tests;

/// <summary>HEAD, which is GET without the body.</summary>
public sealed class HeadTests
{
    private static readonly string[] Told =
    [
        "/", "/main.js", "/healthz", "/metrics", "/api/map", "/api/map/points", "/api/directions", "/api/training", "/api/model", "/openapi/v1.json",
    ];

    [Fact]
    public async Task Whatever_is_told_has_its_headers_alone()
    {
        await using var server = await RunningServer.StartWithRunAsync();

        foreach (var path in Told)
        {
            using var get = await server.Client.GetAsync(path, RunningServer.Cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await server.Client.SendAsync(request, RunningServer.Cancellation);
            var raw = await server.RawAsync($"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            Assert.Equal((path, HttpStatusCode.OK), (path, head.StatusCode));
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Equal(get.Headers.GetValues("Content-Security-Policy"), head.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", raw, StringComparison.Ordinal);
            Assert.Equal((path, raw.Length - 4), (path, raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("/api/encode", 405)]
    [InlineData("/api/nothing", 404)]
    public async Task What_is_not_told_is_refused_without_a_body(string path, int status)
    {
        await using var server = await RunningServer.StartAsync();

        var raw = await server.RawAsync($"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", raw, StringComparison.Ordinal);
        Assert.Equal(raw.Length - 4, raw.IndexOf("\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_needs_the_key_where_GET_does()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { ApiKey = "a-key-that-nobody-guesses" });

        foreach (var (path, status) in new[] { ("/healthz", 200), ("/", 200), ("/style.css", 200), ("/api/model", 401), ("/metrics", 401) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await server.Client.SendAsync(request, RunningServer.Cancellation);
            Assert.Equal((path, status), (path, (int)head.StatusCode));
        }
    }
}
