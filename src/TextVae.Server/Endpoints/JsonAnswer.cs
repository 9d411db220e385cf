using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary>Sends a JSON document, whole or not at all.</summary>
internal static class JsonAnswer
{
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        var body = JsonBody.Of(value, type);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
