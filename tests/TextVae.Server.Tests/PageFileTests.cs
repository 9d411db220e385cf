using System.Net;

namespace TextVae.Server.Tests;

/// <summary>The files of the page, as browsers fetch them.</summary>
public sealed class PageFileTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/style.css", "text/css")]
    [InlineData("/main.js", "text/javascript")]
    [InlineData("/views/map.js", "text/javascript")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    public async Task A_file_has_its_type_may_load_only_from_here_and_is_sent_once(string path, string type)
    {
        await using var server = await RunningServer.StartAsync();

        using var first = await server.Client.GetAsync(path, RunningServer.Cancellation);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Client.SendAsync(again, RunningServer.Cancellation);
        using var other = new HttpRequestMessage(HttpMethod.Get, path);
        other.Headers.TryAddWithoutValidation("If-None-Match", "\"0123\"");
        using var third = await server.Client.SendAsync(other, RunningServer.Cancellation);

        Assert.Equal((HttpStatusCode.OK, type), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            first.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync(RunningServer.Cancellation)).Length));
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(RunningServer.Cancellation), await third.Content.ReadAsByteArrayAsync(RunningServer.Cancellation));
    }

    [Theory]
    [InlineData("/index.html")]
    [InlineData("/views")]
    [InlineData("/views/../main.js%00")]
    [InlineData("/Page/main.js")]
    public async Task What_is_no_file_of_the_page_is_not_there(string path)
    {
        await using var server = await RunningServer.StartAsync();

        using var answer = await server.Client.GetAsync(path, RunningServer.Cancellation);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
    }

    [Fact]
    public async Task No_file_has_a_script_or_a_style_within_or_an_address_elsewhere()
    {
        await using var server = await RunningServer.StartAsync();
        var page = await server.Client.GetStringAsync("/", RunningServer.Cancellation);

        Assert.DoesNotMatch("<style|style=|<script(?![^>]*src=)|\\son[a-z]+=", page);
        foreach (var path in new[] { "/", "/style.css", "/main.js" })
            Assert.DoesNotMatch("https?://|@import", await server.Client.GetStringAsync(path, RunningServer.Cancellation));
    }
}
