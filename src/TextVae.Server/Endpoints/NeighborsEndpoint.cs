using TextVae.Server.Landscape;
using TextVae.Server.Messages;
using TextVae.Vectors;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/neighbors</c>: the texts of the map that are closest to others by their vectors.</summary>
internal static class NeighborsEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "neighbors", "Find the texts of the map that are closest to others by their vectors.", QuestionJson.Default.NeighborsQuestion,
        AnswerJson.Default.AnswerNeighborsOfText, AskAsync);

    private static async Task<IReadOnlyList<NeighborsOfText>> AskAsync(
        NeighborsQuestion question, ServedModel served, CancellationToken cancellation)
    {
        var landscape = served.Landscape(question.Indices ?? []);
        var own = question.Indices;
        var queries = own is null
            ? await served.Model.EncodeAsync(question.Texts!, question.Label, progress: null, cancellation)
            : [.. own.Select(index => landscape.Vectors[index].ToArray())];
        // One more, as a text of the map is the closest to itself.
        var asked = question.Neighbors + (own is null ? 0 : 1);
        var found = NeighborSearch.Find(landscape.Vectors, queries, asked, question.Kind!.Value, cancellation);
        return
        [
            .. found.Select((neighbors, i) => new NeighborsOfText(
                own is null ? question.Texts![i] : landscape.Texts[own[i]].Text,
                [.. landscape.PrincipalAxes.Project(queries[i]).Take(2).Select(place => Math.Round(place, 4))],
                [
                    .. neighbors.Where(neighbor => own is null || neighbor.Index != own[i]).Take(question.Neighbors)
                        .Select(neighbor => Of(landscape, neighbor)),
                ])),
        ];
    }

    private static NeighborText Of(TextLandscape landscape, Neighbor neighbor)
    {
        var index = (int)neighbor.Index;
        return new NeighborText(index, neighbor.Score, landscape.Texts[index].Text, ServedModel.LabelOf(landscape, index));
    }
}
