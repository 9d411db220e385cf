using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Server.Problems;

namespace TextVae.Server.Endpoints;

/// <summary>What routes have in common.</summary>
internal static class RouteParts
{
    private static readonly string[] Told = [HttpMethods.Get, HttpMethods.Head];

    private static readonly int[] RefusedEverywhere =
    [
        StatusCodes.Status401Unauthorized, StatusCodes.Status421MisdirectedRequest, StatusCodes.Status429TooManyRequests,
    ];

    /// <summary>Adds a route that tells something without a question: GET, and HEAD, which has the same headers and no body.</summary>
    /// <param name="routes">Where it is added.</param>
    /// <param name="path">Its path.</param>
    /// <param name="answer">Answers; no <see cref="RequestDelegate"/>, which the OpenAPI document would leave out.</param>
    public static RouteHandlerBuilder MapTold(this IEndpointRouteBuilder routes, string path, Func<HttpContext, Task> answer) =>
        routes.MapMethods(path, Told, answer);

    /// <summary>Lists in the OpenAPI document whom a route refuses: as all do, strangers and those who ask too often.</summary>
    /// <param name="route">The route.</param>
    /// <param name="others">The statuses of what else it refuses.</param>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params IReadOnlyList<int> others)
    {
        foreach (var status in RefusedEverywhere.Concat(others).Order())
            route.Produces<Problem>(status, Problem.ContentType);
        return route;
    }
}
