using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using TextVae.Server.Problems;

namespace TextVae.Server.Limits;

/// <summary>Reads the JSON body of a request. The host refuses more bytes than are allowed, and clients that send too slowly.</summary>
internal static class QuestionReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <exception cref="RequestException">It is no JSON, or not what was to be; the message says all that is wrong.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        // The router refuses another type, and lets pass where there is none.
        if (!context.Request.HasJsonContentType())
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, ProblemAnswers.NoJson);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellation);
        var bytes = body.ToArray();
        // Some programs begin a text with a byte order mark, which is no part of JSON.
        if (bytes.AsSpan().StartsWith(ByteOrderMark))
            bytes = bytes[ByteOrderMark.Length..];
        if (!Utf8.IsValid(bytes))
            throw new RequestException(StatusCodes.Status400BadRequest, "The body is not valid UTF-8. Send it as UTF-8, uncompressed.");
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException();
        }
        // The latter for a text with half a character in it.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, JsonProblems.Of(bytes, type));
        }
    }
}
