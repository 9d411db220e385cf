using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using TextVae.Models;

namespace TextVae.Server.Endpoints;

/// <summary><c>GET /</c>: what is served here, and the routes, as a page without scripts.</summary>
internal static class IndexEndpoint
{
    /// <summary>Adds the page; all other routes have to be there already.</summary>
    public static void Map(IEndpointRouteBuilder routes, ServedModel served)
    {
        var page = Encoding.UTF8.GetBytes(Page(served.Model.Description, [.. routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()]));
        routes.MapGet("/", (Delegate)AnswerAsync).WithName("index").WithSummary("Show the routes as a page.").ExcludeFromDescription();

        Task AnswerAsync(HttpContext context)
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.ContentLength = page.Length;
            return context.Response.Body.WriteAsync(page, context.RequestAborted).AsTask();
        }
    }

    private static string Page(ModelDescription model, RouteEndpoint[] routes)
    {
        var kind = model.Kind == ModelKind.Vae ? $"A variational autoencoder of text with {model.LatentSize} latent dimensions" : "A language model";
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>TextVae</title>
            <h1>TextVae</h1>
            <p>{kind}, {model.Words} words, {model.Parameters} parameters, saved after step {model.Step}.</p>
            <ul>

            """);
        foreach (var route in routes)
        {
            var method = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.FirstOrDefault("GET");
            var summary = route.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary;
            page.Append(CultureInfo.InvariantCulture, $"<li><code>{method} {WebUtility.HtmlEncode(route.RoutePattern.RawText)}</code> {WebUtility.HtmlEncode(summary)}\n");
        }

        return page.Append("</ul>\n</html>\n").ToString();
    }
}
