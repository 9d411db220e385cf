using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using TextVae.Server.Messages;
using TextVae.Server.Problems;

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
            json.TypeInfoResolverChain.Insert(2, ProblemJson.Default);
        });
        services.AddOpenApi(Version, options =>
        {
            // HEAD is GET without the body, and would stand beside it under the same name.
            options.ShouldInclude = route => route.HttpMethod != HttpMethods.Head;
            options.AddSchemaTransformer((schema, context, _) =>
            {
                if (context.JsonPropertyInfo is { } field)
                    ListChoices(schema, field);
                RequireWhatIsWritten(schema, context.JsonTypeInfo);
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

    public static void Map(IEndpointRouteBuilder routes) => routes.MapTold($"/openapi/{Version}.json", AnswerAsync).ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext context)
    {
        var documents = context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(Version);
        var document = await documents.GetOpenApiDocumentAsync(context.RequestAborted);
        var body = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Names what a field of a question may be, where it is one of a few names.</summary>
    private static void ListChoices(OpenApiSchema schema, JsonPropertyInfo field)
    {
        if (!IsQuestion(field.DeclaringType) || !Choices.TryGetValue(field.Name, out var names))
            return;
        schema.Enum = [.. names.Select(name => (JsonNode)name)];
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Null))
            schema.Enum.Add(JsonNullSentinel.JsonNull);
    }

    /// <summary>
    /// Requires of an answer's fields those that are always written. By itself the document would require what a constructor takes, though it
    /// may be left out where it is null, and no other property, though it may be there always.
    /// </summary>
    private static void RequireWhatIsWritten(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.Properties is not { Count: > 0 } fields || IsQuestion(type.Type))
            return;
        schema.Required = type.Properties.Where(field => field.ShouldSerialize is null).Select(field => field.Name).Where(fields.ContainsKey).ToHashSet();
    }

    private static bool IsQuestion(Type type) => type == typeof(DecodingFields) || typeof(IQuestion).IsAssignableFrom(type);

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
