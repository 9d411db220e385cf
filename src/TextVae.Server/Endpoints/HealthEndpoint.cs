using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Server.Messages;
using TextVae.Server.Problems;

namespace TextVae.Server.Endpoints;

/// <summary>
/// <c>GET /healthz</c>: that the server answers, and that the model's thread gets on. It needs no key, no place in the queue, and may be asked
/// as often as anybody likes.
/// </summary>
internal static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ServedModel served)
    {
        routes.MapTold("/healthz", AnswerAsync).AllowAnonymous().DisableRateLimiting()
            .WithName("healthz").WithSummary("Tell that the server answers, and that its model does not hang.").Produces<HealthAnswer>()
            .Produces<Problem>(StatusCodes.Status421MisdirectedRequest, Problem.ContentType)
            .Produces<Problem>(StatusCodes.Status503ServiceUnavailable, Problem.ContentType);

        Task AnswerAsync(HttpContext context)
        {
            var (busy, limit) = (served.Model.BusyFor, served.Options.StuckAfter);
            return busy > limit
                ? throw new RequestException(
                    StatusCodes.Status503ServiceUnavailable,
                    FormattableString.Invariant(
                        $"The model's thread has been at one piece of work for {busy.Value.TotalSeconds:F0} seconds, more than the {limit.TotalSeconds} that are allowed: it hangs. Start the server anew."))
                : JsonAnswer.WriteAsync(context, new HealthAnswer("ok"), AnswerJson.Default.HealthAnswer);
        }
    }
}
