using System.Net.Sockets;
using System.Text;

namespace TextVae.Server.Tests;

/// <summary>What one client may take from the others.</summary>
public sealed class LimitTests
{
    private const string OneText = "{\"texts\": [\"a\"]}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused_whether_or_not_it_says_so(bool isChunked)
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { MaxBody = 1000 });
        using var content = new StringContent($"{{\"texts\": [\"{new string('a', 2000)}\"]}}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/encode") { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await server.Client.SendAsync(request, RunningServer.Cancellation);

        Assert.Equal(
            ["The body is larger than the 1000 bytes that this server reads. Send fewer texts at once."],
            await RunningServer.ErrorsAsync(413, response));
    }

    [Fact]
    public async Task A_full_queue_is_told_with_the_time_to_come_again()
    {
        await using var server = await RunningServer.StartAsync(queue: 1);
        using ManualResetEventSlim gate = new();
        var blocking = await server.BlockAsync(gate);
        var waiting = server.PostAsync("/api/encode", OneText);
        await RunningServer.UntilAsync(() => server.Model.QueueLength == 1);

        using var refused = await server.PostAsync("/api/encode", OneText);

        Assert.Equal(
            ["The model is busy: 1 pieces of work wait for it already. Ask again later."], await RunningServer.ErrorsAsync(429, refused));
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(1, (await server.FiguresAsync())["textvae_queue_length"]);
        gate.Set();
        await blocking;
        using var answered = await waiting;
        Assert.True(answered.IsSuccessStatusCode);
        using var later = await server.PostAsync("/api/encode", OneText);
        Assert.True(later.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_client_that_asks_too_often_is_told_and_health_is_always_told()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { Rate = 1 });

        var refused = new List<HttpResponseMessage>();
        for (var i = 0; i < 40 && refused.Count == 0; i++)
        {
            var response = await server.Client.GetAsync("/api/model", RunningServer.Cancellation);
            if (!response.IsSuccessStatusCode)
                refused.Add(response);
        }

        Assert.Equal(
            ["There are more than 1 requests a second from your address. Ask again later."], await RunningServer.ErrorsAsync(429, refused.Single()));
        Assert.Equal("1", refused[0].Headers.GetValues("Retry-After").Single());
        Assert.Equal("""{"status":"ok"}""", await server.Client.GetStringAsync("/healthz", RunningServer.Cancellation));
    }

    [Fact]
    public async Task Whoever_waits_longer_than_the_limit_is_told()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { Timeout = TimeSpan.FromSeconds(0.25) });
        using ManualResetEventSlim gate = new();
        var blocking = await server.BlockAsync(gate);

        using var response = await server.PostAsync("/api/encode", OneText);

        gate.Set();
        await blocking;
        Assert.Equal(
            ["There was no answer within the 0.25 seconds of this server. Ask for less at once, or when it has less to do."],
            await RunningServer.ErrorsAsync(504, response));
    }

    [Fact]
    public async Task The_work_of_a_client_that_leaves_is_not_done()
    {
        await using var server = await RunningServer.StartAsync();
        using ManualResetEventSlim gate = new();
        var blocking = await server.BlockAsync(gate);
        using CancellationTokenSource leaving = new();
        using var content = new StringContent(OneText, Encoding.UTF8, "application/json");
        var asked = server.Client.PostAsync("/api/encode", content, leaving.Token);
        await RunningServer.UntilAsync(() => server.Model.QueueLength == 1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        var figures = await server.FiguresAsync();
        while (!figures.ContainsKey("textvae_requests_total{route=\"/api/encode\",status=\"499\"}"))
            figures = await server.FiguresAsync();
        gate.Set();
        await blocking;

        await RunningServer.UntilAsync(() => server.Model.QueueLength == 0);
        Assert.DoesNotContain("textvae_texts_total{route=\"/api/encode\"}", (await server.FiguresAsync()).Keys);
        Assert.Equal("", server.Log.ToString());
    }

    [Theory]
    [InlineData("POST /api/encode HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")]
    [InlineData("POST /api/encode HTTP/1.1\r\nHost: local")]
    public async Task A_client_that_sends_too_slowly_is_cut_off(string beginning)
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { SlowClientGrace = TimeSpan.FromSeconds(1.1) });
        using TcpClient client = new();
        await client.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, RunningServer.Cancellation);
        await using var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), RunningServer.Cancellation);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(RunningServer.Cancellation).WaitAsync(TimeSpan.FromMinutes(1), RunningServer.Cancellation);

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_clients_at_once_all_have_their_own_answers()
    {
        await using var server = await RunningServer.StartAsync();
        var texts = TextVae.Tests.Serving.ServedModels.Texts(64);
        var expected = server.Model.Encode(texts);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async client =>
        {
            for (var i = 0; i < 5; i++)
            {
                var vector = (await server.ResultsAsync("/api/encode", new { texts = new[] { texts[client] } })).Single().GetProperty("vector");
                Assert.All(vector.EnumerateArray().Zip(expected[client]), pair => Assert.Equal(pair.Second, pair.First.GetSingle(), 1e-5));
            }
        }));

        Assert.Equal(320, (await server.FiguresAsync())["textvae_texts_total{route=\"/api/encode\"}"]);
    }
}
