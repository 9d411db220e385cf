using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TextVae.Benchmarks;

namespace TextVae.Cli.Work;

/// <summary>Many clients at once of a running server, each of which asks the next question as soon as it has its answer.</summary>
/// <param name="server">A client of the server, with its key where it wants one.</param>
/// <param name="clients">How many at once.</param>
/// <param name="time">How long.</param>
internal sealed class ServerLoad(HttpClient server, int clients, TimeSpan time)
{
    private const int Texts = 100;

    private static readonly string[] Routes = ["encode", "reconstruct"];
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Asks for vectors and reconstructions in turn of texts that the model has written.</summary>
    /// <exception cref="TextVaeException">The server does not answer at all.</exception>
    public async Task<ServerLoadReport> RunAsync(CancellationToken cancellation)
    {
        var (texts, label) = await TextsAsync(cancellation);
        var before = await MemoryAsync(cancellation);
        var watch = Stopwatch.StartNew();
        using var looking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var memory = WatchMemoryAsync(watch, looking.Token);
        var asked = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => AskAsync(client, texts, label, watch, cancellation)));
        var seconds = watch.Elapsed.TotalSeconds;
        await looking.CancelAsync();
        var samples = await memory;
        samples.Add((seconds / 60, await MemoryAsync(cancellation)));
        var half = samples.Where(sample => sample.Minutes >= seconds / 120).ToArray();
        return new ServerLoadReport(
            clients, seconds, [.. Routes.Select(route => RouteLoad.Of(route, asked.SelectMany(answers => answers), seconds))],
            before, samples.Max(sample => sample.Mib), samples[^1].Mib, half.Length < 2 ? null : LineFit.Of(half));
    }

    private async Task<List<AskedQuestion>> AskAsync(int client, string[] texts, string? label, Stopwatch watch, CancellationToken cancellation)
    {
        var answers = new List<AskedQuestion>();
        for (var i = 0; watch.Elapsed < time; i++)
        {
            var route = Routes[(client + i) % Routes.Length];
            var start = Stopwatch.GetTimestamp();
            var outcome = await OutcomeAsync(route, texts[((client * 31) + i) % texts.Length], label, cancellation);
            answers.Add(new AskedQuestion(route, outcome, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        }

        return answers;
    }

    private async Task<LoadOutcome> OutcomeAsync(string route, string text, string? label, CancellationToken cancellation)
    {
        try
        {
            using var answer = await server.PostAsJsonAsync($"/api/{route}", Question(text, label), cancellation);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                return LoadOutcome.Refused;
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return answer.IsSuccessStatusCode && body.GetProperty("results").GetArrayLength() == 1 ? LoadOutcome.Answered : LoadOutcome.Lost;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && exception is HttpRequestException or JsonException or OperationCanceledException)
        {
            return LoadOutcome.Lost;
        }
    }

    private static Dictionary<string, object> Question(string text, string? label)
    {
        var question = new Dictionary<string, object>(StringComparer.Ordinal) { ["texts"] = new[] { text } };
        if (label is not null)
            question["label"] = label;
        return question;
    }

    private async Task<(string[] Texts, string? Label)> TextsAsync(CancellationToken cancellation)
    {
        try
        {
            var model = await server.GetFromJsonAsync<JsonElement>("/api/model", cancellation);
            if (model.GetProperty("kind").GetString() != "vae")
                throw new RecipeException("The server has a language model, which has no vectors to ask for. Serve an autoencoder.");
            var label = model.GetProperty("labels").EnumerateArray().Select(name => name.GetString()).FirstOrDefault();
            var question = new Dictionary<string, object>(StringComparer.Ordinal) { ["count"] = Texts };
            if (label is not null)
                question["label"] = label;
            using var answer = await server.PostAsJsonAsync("/api/sample", question, cancellation);
            var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return ([.. body.GetProperty("results").EnumerateArray().Select(text => text.GetProperty("text").GetString()!)], label);
        }
        catch (HttpRequestException exception)
        {
            throw new TextVaeException(
                $"The server at {server.BaseAddress} gives no texts: {exception.Message.TrimEnd('.')}. Start one with `serve`, and give the address that it prints.",
                exception);
        }
    }

    private async Task<List<(double Minutes, double Mib)>> WatchMemoryAsync(Stopwatch watch, CancellationToken cancellation)
    {
        var samples = new List<(double, double)>();
        try
        {
            while (true)
            {
                await Task.Delay(BetweenLooks, cancellation);
                samples.Add((watch.Elapsed.TotalMinutes, await MemoryAsync(cancellation)));
            }
        }
        catch (OperationCanceledException)
        {
            return samples;
        }
    }

    private async Task<double> MemoryAsync(CancellationToken cancellation)
    {
        const string name = "textvae_resident_memory_bytes ";
        var metrics = await server.GetStringAsync("/metrics", cancellation);
        var line = metrics.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..], CultureInfo.InvariantCulture) / (1 << 20);
    }
}

/// <summary>What became of a question.</summary>
internal enum LoadOutcome
{
    /// <summary>It had its answer.</summary>
    Answered,

    /// <summary>The client was told to come again (429).</summary>
    Refused,

    /// <summary>There was another answer, or none.</summary>
    Lost,
}

/// <summary>A question and how long it took.</summary>
internal sealed record AskedQuestion(string Route, LoadOutcome Outcome, double Milliseconds);

/// <summary>What became of the questions to one route.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Answered">How many had their answer.</param>
/// <param name="Refused">How many were told to come again (429).</param>
/// <param name="Lost">How many had another answer, or none.</param>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="P50">Half of the answers came within so many milliseconds.</param>
/// <param name="P99">99 % of them.</param>
/// <param name="Longest">All of them.</param>
internal sealed record RouteLoad(string Route, int Answered, int Refused, int Lost, double PerSecond, double P50, double P99, double Longest)
{
    /// <summary>Counts the questions to a route.</summary>
    public static RouteLoad Of(string route, IEnumerable<AskedQuestion> asked, double seconds)
    {
        AskedQuestion[] all = [.. asked.Where(one => one.Route == route)];
        double[] times = [.. all.Where(one => one.Outcome == LoadOutcome.Answered).Select(one => one.Milliseconds).Order()];
        double Within(double share) => times.Length == 0 ? double.NaN : times[(int)Math.Ceiling(share * times.Length) - 1];
        int Count(LoadOutcome outcome) => all.Count(one => one.Outcome == outcome);
        return new RouteLoad(
            route, times.Length, Count(LoadOutcome.Refused), Count(LoadOutcome.Lost), times.Length / seconds, Within(0.5), Within(0.99), Within(1));
    }
}

/// <summary>How a server did under load; memory in MiB, its slope in MiB a minute over the second half.</summary>
internal sealed record ServerLoadReport(
    int Clients, double Seconds, IReadOnlyList<RouteLoad> Routes, double MemoryBefore, double MemoryMost, double MemoryAfter, LineFit? MemoryPerMinute);
