using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/decode</c>: vectors to texts.</summary>
internal static class DecodeEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "decode", "Turn vectors into texts.", QuestionJson.Default.DecodeQuestion, AnswerJson.Default.AnswerWrittenText, AskAsync);

    private static async Task<IReadOnlyList<WrittenText>> AskAsync(DecodeQuestion question, ServedModel served, CancellationToken cancellation)
    {
        var options = await served.DecodingAsync(question, cancellation);
        var texts = await served.Model.DecodeAsync(question.Vectors, options, question.Label, progress: null, cancellation);
        return Array.ConvertAll(texts, WrittenText.Of);
    }
}
