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
        var encoded = question.Texts is { } texts ? await served.Model.EncodeAsync(texts, question.Label, progress: null, cancellation) : null;
        return await served.Work.Gate.RunAsync(end => Find(question, landscape, encoded, end), cancellation);
    }

    /// <summary>Looks at every text of the map.</summary>
    /// <param name="question">The question.</param>
    /// <param name="landscape">The map.</param>
    /// <param name="encoded">The vectors of the question's texts; null where it names some of the map's.</param>
    /// <param name="cancellation">Stops.</param>
    private static NeighborsOfText[] Find(
        NeighborsQuestion question, TextLandscape landscape, float[][]? encoded, CancellationToken cancellation)
    {
        var own = question.Indices;
        var queries = encoded ?? [.. own!.Select(index => landscape.Vectors[index].ToArray())];
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
