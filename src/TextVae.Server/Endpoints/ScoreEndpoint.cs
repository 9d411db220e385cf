using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/score</c>: how likely texts are.</summary>
internal static class ScoreEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "score", "Tell how likely texts are, and how unexpected each of their words.", QuestionJson.Default.ScoreQuestion,
        AnswerJson.Default.AnswerTextScore, AskAsync);

    private static async Task<IReadOnlyList<TextScore>> AskAsync(ScoreQuestion question, ServedModel served, CancellationToken cancellation) =>
        await served.Model.ScoreAsync(question.Texts, question.ToOptions(), question.Label, progress: null, cancellation);
}
