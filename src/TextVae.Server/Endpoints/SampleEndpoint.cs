using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/sample</c>: texts from the prior.</summary>
internal static class SampleEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "sample", "Draw texts: z from the prior, then words from the decoder.", QuestionJson.Default.SampleQuestion,
        AnswerJson.Default.AnswerWrittenText, AskAsync);

    private static async Task<IReadOnlyList<WrittenText>> AskAsync(SampleQuestion question, ServedModel served, CancellationToken cancellation)
    {
        var options = await served.DecodingAsync(question, cancellation);
        var texts = await served.Model.SampleAsync(question.Texts, options, question.Label, cancellation);
        return Array.ConvertAll(texts, WrittenText.Of);
    }
}
