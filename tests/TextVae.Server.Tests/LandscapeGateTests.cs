using System.Net;
using TextVae.Server.Landscape;

namespace TextVae.Server.Tests;

/// <summary>One question at a time goes through the vectors of the map.</summary>
public sealed class LandscapeGateTests
{
    private const string OneIndex = "{\"indices\": [0], \"count\": 1}";

    [Fact]
    public async Task While_one_searches_some_wait_more_are_refused_and_all_else_is_answered()
    {
        await using var server = await RunningServer.StartWithRunAsync(labels: ["bad", "good"]);
        using ManualResetEventSlim open = new();
        var searching = server.Gate.RunAsync(_ => open.Wait(TimeSpan.FromMinutes(2)), RunningServer.Cancellation);
        Task<HttpResponseMessage>[] waiting =
        [
            server.PostAsync("/api/transfer", "{\"texts\": [\"a b\"], \"from\": \"bad\", \"to\": \"good\"}"),
            server.PostAsync("/api/neighbors", "{\"texts\": [\"a b\"], \"count\": 1}"),
            .. Enumerable.Range(2, LandscapeGate.MostWaiting - 2).Select(_ => server.PostAsync("/api/neighbors", OneIndex)),
        ];
        await RunningServer.UntilAsync(() => server.Gate.Present == LandscapeGate.MostWaiting + 1);

        using var refused = await server.PostAsync("/api/neighbors", OneIndex);

        Assert.Equal(
            ["The map is busy: 32 questions wait for its vectors already. Ask again later."], await RunningServer.ErrorsAsync(429, refused));
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal("""{"status":"ok"}""", await server.Client.GetStringAsync("/healthz", RunningServer.Cancellation));
        Assert.Single(await server.ResultsAsync("/api/encode", new { texts = new[] { "a" } }));
        Assert.Single(await server.ResultsAsync("/api/texts", new { indices = new[] { 0 } }));
        open.Set();
        Assert.True(await searching);
        foreach (var answer in await Task.WhenAll(waiting))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answer.Dispose();
        }

        Assert.Equal(0, server.Gate.Present);
        using var later = await server.PostAsync("/api/neighbors", OneIndex);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Whoever_waits_for_its_turn_longer_than_the_limit_is_told_and_waits_no_more()
    {
        await using var server = await RunningServer.StartWithRunAsync(new ServerOptions { Rate = 0, Timeout = TimeSpan.FromSeconds(0.25) });
        using ManualResetEventSlim open = new();
        var searching = server.Gate.RunAsync(_ => open.Wait(TimeSpan.FromMinutes(2)), RunningServer.Cancellation);

        using var response = await server.PostAsync("/api/neighbors", OneIndex);

        Assert.Equal(
            ["There was no answer within the 0.25 seconds of this server. Ask for less at once, or when it has less to do."],
            await RunningServer.ErrorsAsync(504, response));
        Assert.Equal(1, server.Gate.Present);
        open.Set();
        Assert.True(await searching);
    }

    [Fact]
    public async Task Work_has_a_thread_of_its_own_and_ends_when_nobody_wants_it_any_more()
    {
        await using LandscapeGate gate = new();
        using CancellationTokenSource leaving = new();
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var working = gate.RunAsync(
            end =>
            {
                started.SetResult(Thread.CurrentThread.IsThreadPoolThread);
                end.WaitHandle.WaitOne(TimeSpan.FromMinutes(2));
                end.ThrowIfCancellationRequested();
                return 1;
            },
            leaving.Token);

        Assert.False(await started.Task);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
        Assert.Equal(0, gate.Present);
        Assert.Equal(7, await gate.RunAsync(_ => 7, RunningServer.Cancellation));
    }

    [Fact]
    public async Task What_fails_gives_its_turn_away()
    {
        await using LandscapeGate gate = new();

        await Assert.ThrowsAsync<DataException>(() => gate.RunAsync<int>(_ => throw new DataException("It is damaged."), RunningServer.Cancellation));

        Assert.Equal(7, await gate.RunAsync(_ => 7, RunningServer.Cancellation));
    }

    [Fact]
    public async Task The_end_waits_for_the_work_that_is_done_and_no_other_begins()
    {
        LandscapeGate gate = new();
        using ManualResetEventSlim open = new();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var working = gate.RunAsync(
            _ =>
            {
                started.SetResult();
                return open.Wait(TimeSpan.FromMinutes(2));
            },
            RunningServer.Cancellation);
        await started.Task;

        var ending = gate.DisposeAsync().AsTask();

        Assert.False(ending.IsCompleted);
        open.Set();
        Assert.True(await working);
        await ending;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.RunAsync(_ => 7, RunningServer.Cancellation));
    }
}
