using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>POST /api/interpolate</c>: the texts on the way from one text to another.</summary>
internal static class InterpolateEndpoint
{
    public static void Map(QuestionRoute route) => route.Map(
        "interpolate", "Go from one text to another through the vectors between them.", QuestionJson.Default.InterpolateQuestion,
        AnswerJson.Default.AnswerInterpolatedText, AskAsync);

    private static async Task<IReadOnlyList<InterpolatedText>> AskAsync(
        InterpolateQuestion question, ServedModel served, CancellationToken cancellation)
    {
        var options = new InterpolationOptions
        {
            Path = question.Kind!.Value,
            KeepDuplicates = question.KeepDuplicates == true,
            Decoding = await served.DecodingAsync(question, cancellation),
        };
        return await served.Model.InterpolateAsync(question.From, question.To, question.Vectors, options, question.Label, cancellation);
    }
}
