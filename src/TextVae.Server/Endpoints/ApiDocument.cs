using System.Text.Json;
using System.Text.Json.Nodes;
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
    private const string Bearer = "bearer";
    private const string Header = "header";

    /// <summary>The fields that take one of a few names.</summary>
    private static readonly Dictionary<string, string[]> Choices = new(StringComparer.Ordinal)
    {
        ["strategy"] = ["greedy", "sample", "beam", "mbr"],
        ["path"] = ["linear", "spherical"],
        ["measure"] = ["cosine", "euclidean", "inner-product"],
    };

    public static void Add(IServiceCollection services, bool needsKey)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.NumberHandling = JsonNumberHandling.Strict;
            json.TypeInfoResolverChain.Insert(0, QuestionJson.Default);
            json.TypeInfoResolverChain.Insert(1, AnswerJson.Default);
        });
        services.AddOpenApi(Version, options =>
        {
            options.AddSchemaTransformer((schema, context, _) =>
            {
                if (context.JsonPropertyInfo is { } field
                    && (field.DeclaringType == typeof(DecodingFields) || typeof(IQuestion).IsAssignableFrom(field.DeclaringType))
                    && Choices.TryGetValue(field.Name, out var names))
                {
                    schema.Enum = [.. names.Select(name => (JsonNode)name)];
                }

                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "TextVae",
                    Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
                    Description = "A variational autoencoder of text, or a language model: vectors, texts and likelihoods, all in nats.",
                };
                // Whoever reads this has the address already, and a proxy may have another.
                document.Servers?.Clear();
                if (needsKey)
                    RequireKey(document);
                return Task.CompletedTask;
            });
        });
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json");

    /// <summary>The key in either of its headers, for all but health.</summary>
    private static void RequireKey(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The key of the server." },
            [Header] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "The key of the server.",
            },
        };
        document.Security =
        [
            .. new[] { Bearer, Header }.Select(name => new OpenApiSecurityRequirement
            {
                { new OpenApiSecuritySchemeReference(name, document), [] },
            }),
        ];
        foreach (var (_, operation) in document.Paths["/healthz"].Operations!)
            operation.Security = [];
    }
}
