using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/encode</c>: texts to vectors.</summary>
internal static class EncodeEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "encode", "Turn texts into vectors, the means of q(z|x).", QuestionJson.Default.EncodeQuestion, AnswerJson.Default.AnswerEncodedText,
        AskAsync);

    private static async Task<IReadOnlyList<EncodedText>> AskAsync(EncodeQuestion question, ServedModel served, CancellationToken cancellation)
    {
        var posteriors = await served.Model.PosteriorsAsync(question.Texts, question.Label, progress: null, cancellation);
        return
        [
            .. posteriors.Select((posterior, place) => new EncodedText(
                question.Texts[place],
                question.Label,
                question.Sample == true ? posterior.Sample(new RandomStream(question.Seed ?? 1, place, 0)) : posterior.Mean,
                question.LogVariance == true ? posterior.LogVariance : null)),
        ];
    }
}
