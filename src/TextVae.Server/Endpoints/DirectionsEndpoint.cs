using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Server.Landscape;
using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>GET /api/directions</c>: the strongest directions of the texts' vectors.</summary>
internal static class DirectionsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ServedModel served)
    {
        routes.MapTold("/api/directions", AnswerAsync).WithName("directions")
            .WithSummary("Tell the strongest directions of the texts' vectors, their principal axes.").Produces<DirectionsAnswer>().Refuses();

        Task AnswerAsync(HttpContext context) => JsonAnswer.WriteAsync(context, Of(served.Work.State), AnswerJson.Default.DirectionsAnswer);
    }

    private static DirectionsAnswer Of(LandscapeState state)
    {
        var stage = ChoiceName.Of(state.Stage);
        return state.Landscape is not { } landscape
            ? new DirectionsAnswer(stage, state.Note, null, [])
            : new DirectionsAnswer(
                "ready", state.Note, landscape.PrincipalAxes.Mean,
                [
                    .. landscape.PrincipalAxes.Axes.Zip(landscape.Reach, (axis, reach) => new DirectionAnswer(
                        axis.Direction, axis.Deviation, axis.Share, reach.Low, reach.High)),
                ]);
    }
}
