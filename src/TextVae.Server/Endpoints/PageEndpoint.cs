using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Server.Access;

namespace TextVae.Server.Endpoints;

/// <summary>
/// <c>GET /</c> and the files of the page, which lie in this assembly: a request names one of them or nothing. They say nothing of the model, so
/// they need no key, which the page itself asks for.
/// </summary>
internal static class PageEndpoint
{
    private const string Folder = "Page/";

    private static readonly FrozenDictionary<string, PageFile> Files = Read();

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, file) in Files)
            routes.MapTold(path, context => AnswerAsync(context, file)).AllowAnonymous().ExcludeFromDescription();
    }

    private static Task AnswerAsync(HttpContext context, PageFile file)
    {
        var (request, response) = (context.Request, context.Response);
        SecurityHeaders.AllowPage(response.Headers);
        response.Headers.ETag = file.Tag;
        if (request.Headers.IfNoneMatch.ToString().Split(',').Any(tag => tag.Trim() == file.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.Type;
        response.ContentLength = file.Content.Length;
        return response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }

    private static FrozenDictionary<string, PageFile> Read()
    {
        var assembly = typeof(PageEndpoint).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                var path = name[Folder.Length..].Replace('\\', '/');
                return (Path: path == "index.html" ? "/" : $"/{path}", File: new PageFile(content, TypeOf(path), $"\"{Convert.ToHexString(SHA256.HashData(content), 0, 16)}\""));
            })
            .ToFrozenDictionary(page => page.Path, page => page.File, StringComparer.Ordinal);
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The page has a file of a type '{other}' that nobody has named."),
    };

    /// <summary>A file of the page.</summary>
    private sealed record PageFile(byte[] Content, string Type, string Tag);
}
