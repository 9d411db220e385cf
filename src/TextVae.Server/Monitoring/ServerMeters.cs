using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace TextVae.Server.Monitoring;

/// <summary>What the server counts, for Prometheus.</summary>
internal sealed class ServerMeters
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly Counter _requests;
    private readonly Histogram _seconds;
    private readonly Gauge _inProgress;
    private readonly Counter _texts;

    public ServerMeters(TextVaeModel model)
    {
        var meters = Metrics.WithCustomRegistry(_registry);
        _requests = meters.CreateCounter("textvae_requests_total", "Requests by route and status; 499: the client had gone.", "route", "status");
        _seconds = meters.CreateHistogram("textvae_request_seconds", "Time to an answer, by route.", ["route"], new HistogramConfiguration
        {
            Buckets = Histogram.ExponentialBuckets(0.001, 2, 16),
        });
        _inProgress = meters.CreateGauge("textvae_requests_in_progress", "Requests without an answer yet.");
        _texts = meters.CreateCounter("textvae_texts_total", "Texts and vectors in answered requests, by route.", "route");
        var queue = meters.CreateGauge("textvae_queue_length", "Pieces of work that wait for the model.");
        var computing = meters.CreateCounter("textvae_model_seconds_total", "Seconds that the model has computed.");
        var memory = meters.CreateGauge("textvae_resident_memory_bytes", "Memory of the process.");
        _registry.AddBeforeCollectCallback(() =>
        {
            queue.Set(model.QueueLength);
            computing.IncTo(model.ComputingTime.TotalSeconds);
            memory.Set(Environment.WorkingSet);
        });
    }

    /// <summary>Counts a request and its time, whatever becomes of it.</summary>
    public async Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        var start = Stopwatch.GetTimestamp();
        using (_inProgress.TrackInProgress())
            await next();
        // Only routes that there are: what clients make up would be names without number.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
        _requests.WithLabels(route, context.Response.StatusCode.ToString(CultureInfo.InvariantCulture)).Inc();
        _seconds.WithLabels(route).Observe(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Counts the texts of a request that is answered.</summary>
    public void CountTexts(string route, int count) => _texts.WithLabels(route).Inc(count);

    /// <summary>Writes all figures in the format of Prometheus.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellation) => _registry.CollectAndExportAsTextAsync(stream, cancellation);
}
