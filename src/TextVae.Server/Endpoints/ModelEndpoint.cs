using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Models;
using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>GET /api/model</c>: what the model is, its card, and what the server allows.</summary>
internal static class ModelEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ServedModel served)
    {
        var answer = Of(served);
        routes.MapTold("/api/model", AnswerAsync).WithName("model").WithSummary("Tell what the model is, and what this server allows.")
            .Produces<ModelAnswer>().Refuses();

        Task AnswerAsync(HttpContext context) => JsonAnswer.WriteAsync(context, answer, AnswerJson.Default.ModelAnswer);
    }

    private static ModelAnswer Of(ServedModel served)
    {
        var (model, options) = (served.Model.Description, served.Options);
        return new ModelAnswer(
            model.Kind == ModelKind.Vae ? "vae" : "lm", model.LatentSize, model.Words, model.Labels, model.PaysAttention, model.Parameters,
            model.Step, model.DatasetHash, options.Card,
            new LimitsAnswer(
                options.MaxTexts, options.MaxCharacters, options.MaxBody, options.MaxLength, options.MaxBeam, options.MaxSamples,
                options.Timeout.TotalSeconds, options.Rate));
    }
}
