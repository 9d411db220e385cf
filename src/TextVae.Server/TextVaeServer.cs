using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TextVae.Server.Access;
using TextVae.Server.Endpoints;
using TextVae.Server.Landscape;
using TextVae.Server.Limits;
using TextVae.Server.Monitoring;
using TextVae.Server.Problems;

namespace TextVae.Server;

/// <summary>A model over HTTP. The model stays whoever's who loaded it, and has to be there until the server has ended.</summary>
public sealed class TextVaeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LandscapeWork _work;

    private TextVaeServer(WebApplication app, LandscapeWork work) => (_app, _work) = (app, work);

    /// <summary>Where it listens, with the ports that were free where any was asked for.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>Completed when the texts of the map are there, with all that is measured of them.</summary>
    internal Task Prepared => _work.Done;

    /// <summary>Where questions wait that go through all vectors of the map.</summary>
    internal LandscapeGate Gate => _work.Gate;

    /// <summary>Starts to listen, and to prepare the texts of the map.</summary>
    /// <param name="model">The model; loaded with <see cref="TextVaeModelOptions.RefusesWhenFull"/>, so that clients are told when it is busy.</param>
    /// <param name="options">Where, to whom and within which limits.</param>
    /// <param name="log">Where warnings and errors go, a line each.</param>
    /// <param name="run">Its run, for the page; null for a model by itself.</param>
    /// <param name="showsTraces">Whether errors of the server itself are logged with their stack traces.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="RecipeException">An option has a value that is not allowed.</exception>
    /// <exception cref="IOException">An address is taken already, or not one of this machine.</exception>
    public static async Task<TextVaeServer> StartAsync(
        TextVaeModel model, ServerOptions options, TextWriter log, ServedRun? run = null, bool showsTraces = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        RecipeException.ThrowIfAny([.. options.Problems(), .. run?.Problems() ?? []]);
        ErrorLog errors = new(log, showsTraces);
        var work = LandscapeWork.Start(model, run, errors);
        TextVaeServer server = new(Build(new ServedModel(model, options, work), errors), work);
        try
        {
            await server._app.StartAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends: nothing new is taken, and what is asked already has some seconds for its answer.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _work.DisposeAsync();
    }

    private static WebApplication Build(ServedModel served, ErrorLog log)
    {
        var options = served.Options;
        // Empty, so that neither a file of settings in the working folder nor a variable of the environment changes what is served.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseUrls([.. options.Urls]).ConfigureKestrel(kestrel => KestrelLimits.Set(kestrel, options));
        builder.Logging.AddProvider(log);
        var services = builder.Services;
        services.AddRoutingCore();
        services.AddSingleton<IHostLifetime, NoSignals>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        services.AddRateLimiter(limiter => ClientRate.Set(limiter, Math.Max(1, options.Rate)));
        ApiDocument.Add(services, options.ApiKey is not null);
        var app = builder.Build();
        Use(app, served, log);
        return app;
    }

    /// <summary>What a request goes through, the first being the outermost.</summary>
    private static void Use(WebApplication app, ServedModel served, ErrorLog log)
    {
        var options = served.Options;
        var meters = new ServerMeters(served.Model);
        app.UseRouting();
        app.Use(meters.InvokeAsync);
        app.Use(SecurityHeaders.InvokeAsync);
        app.Use(new ProblemAnswers(options, log).InvokeAsync);
        if (options.Rate > 0)
            app.UseRateLimiter();
        if (options.ApiKey is { } key)
            app.Use(new ApiKey(key).InvokeAsync);
        else
            app.Use(LoopbackHost.InvokeAsync);
        var route = new QuestionRoute(app, served, meters);
        EncodeEndpoint.Map(route);
        DecodeEndpoint.Map(route);
        ReconstructEndpoint.Map(route);
        SampleEndpoint.Map(route);
        InterpolateEndpoint.Map(route);
        ScoreEndpoint.Map(route);
        TransferEndpoint.Map(route);
        NeighborsEndpoint.Map(route);
        TextsEndpoint.Map(route);
        MapEndpoint.Map(app, served);
        DirectionsEndpoint.Map(app, served);
        TrainingEndpoint.Map(app, served);
        ModelEndpoint.Map(app, served);
        HealthEndpoint.Map(app, served);
        MetricsEndpoint.Map(app, meters);
        ApiDocument.Map(app);
        PageEndpoint.Map(app);
    }

    /// <summary>The program decides what signals mean, not the host.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
