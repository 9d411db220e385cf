using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>GET /healthz</c>: that the server answers. It needs no key and no place in the queue.</summary>
internal static class HealthEndpoint
{
    private const string Path = "/healthz";

    public static bool IsAsked(HttpContext context) => context.Request.Path == Path;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)AnswerAsync).WithName("healthz").WithSummary("Tell that the server answers.").Produces<HealthAnswer>();

        static Task AnswerAsync(HttpContext context) => JsonAnswer.WriteAsync(context, new HealthAnswer("ok"), AnswerJson.Default.HealthAnswer);
    }
}
