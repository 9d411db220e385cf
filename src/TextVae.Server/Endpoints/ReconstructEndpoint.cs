using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/reconstruct</c>: texts to the means of q(z|x) and back.</summary>
internal static class ReconstructEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "reconstruct", "Encode texts and decode them again.", QuestionJson.Default.ReconstructQuestion,
        AnswerJson.Default.AnswerReconstructedText, AskAsync);

    private static async Task<IReadOnlyList<ReconstructedText>> AskAsync(
        ReconstructQuestion question, ServedModel served, CancellationToken cancellation)
    {
        var options = await served.DecodingAsync(question, cancellation);
        var found = await served.Model.ReconstructAsync(question.Texts, options, question.Label, progress: null, cancellation);
        return
        [
            .. found.Zip(question.Texts, (written, text) => new ReconstructedText(
                text, question.Label, written.Text, written.LogProbability, FoundText.AllOf(written))),
        ];
    }
}
