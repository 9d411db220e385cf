using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Server.Monitoring;

namespace TextVae.Server.Endpoints;

/// <summary><c>GET /metrics</c>: what the server has counted, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ServerMeters meters)
    {
        routes.MapTold("/metrics", AnswerAsync).WithName("metrics").WithSummary("Tell what was counted, in the format of Prometheus.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Refuses();

        Task AnswerAsync(HttpContext context)
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return meters.WriteAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
