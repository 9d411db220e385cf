using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Server.Landscape;
using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>GET /api/map</c> and <c>/api/map/points</c>: the texts of the run by their vectors.</summary>
internal static class MapEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ServedModel served)
    {
        routes.MapTold("/api/map", StateAsync).WithName("map").WithSummary("Tell how far the texts of the map are, and what they are.")
            .Produces<MapAnswer>().Refuses();
        routes.MapTold("/api/map/points", PointsAsync).WithName("points")
            .WithSummary("Tell where each text of the map lies, by the two strongest directions of the vectors.")
            .Produces<PointsAnswer>().Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);

        Task StateAsync(HttpContext context) => JsonAnswer.WriteAsync(context, Of(served.Work.State), AnswerJson.Default.MapAnswer);

        Task PointsAsync(HttpContext context) => JsonAnswer.WriteAsync(context, Of(served.Landscape()), AnswerJson.Default.PointsAnswer);
    }

    private static MapAnswer Of(LandscapeState state) => new(
        ChoiceName.Of(state.Stage), Math.Round(state.Share, 3), state.Note,
        state.Landscape is not { } landscape ? null : new MapTextsAnswer(
            landscape.Texts.Name, landscape.Texts.Count, landscape.Texts.Whole, landscape.Texts.Labels,
            [.. landscape.PrincipalAxes.Axes.Take(2).Select(axis => axis.Share)], landscape.Surprise is not null));

    private static PointsAnswer Of(TextLandscape landscape)
    {
        int[] places = [.. Enumerable.Range(0, landscape.Texts.Count)];
        return new PointsAnswer(
            landscape.X, landscape.Y, landscape.Texts.Labels.Count == 0 ? null : Array.ConvertAll(places, landscape.Texts.LabelOf),
            Array.ConvertAll(places, landscape.Texts.WordsOf), landscape.Surprise);
    }
}
