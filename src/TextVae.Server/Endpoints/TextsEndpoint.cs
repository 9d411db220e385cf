using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/texts</c>: texts of the map.</summary>
internal static class TextsEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "texts", "Read texts of the map.", QuestionJson.Default.TextsQuestion, AnswerJson.Default.AnswerMapText, AskAsync);

    private static Task<IReadOnlyList<MapText>> AskAsync(TextsQuestion question, ServedModel served, CancellationToken cancellation)
    {
        var landscape = served.Landscape(question.Indices);
        return Task.FromResult<IReadOnlyList<MapText>>(
        [
            .. question.Indices.Select(index => new MapText(
                index, landscape.Texts[index].Text, ServedModel.LabelOf(landscape, index), landscape.Texts.WordsOf(index), landscape.Surprise?[index])),
        ]);
    }
}
