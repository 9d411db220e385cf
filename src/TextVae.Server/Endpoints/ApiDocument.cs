using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>GET /openapi/v1.json</c>: all routes, as programs read them.</summary>
internal static class ApiDocument
{
    private const string Version = "v1";

    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.NumberHandling = JsonNumberHandling.Strict;
            json.TypeInfoResolverChain.Insert(0, QuestionJson.Default);
            json.TypeInfoResolverChain.Insert(1, AnswerJson.Default);
        });
        services.AddOpenApi(Version, options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "TextVae",
                Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
                Description = "A variational autoencoder of text, or a language model: vectors, texts and likelihoods, all in nats.",
            };
            // Whoever reads this has the address already, and a proxy may have another.
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json");
}
