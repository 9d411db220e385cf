using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using TextVae.Server.Problems;

namespace TextVae.Server.Access;

/// <summary>
/// Lets pass who knows the key: <c>Authorization: Bearer KEY</c>, or <c>X-Api-Key: KEY</c>. Routes that need none say so themselves
/// (<see cref="IAllowAnonymous"/>).
/// </summary>
internal sealed class ApiKey(string key)
{
    private readonly byte[] _hash = Hash(key);

    /// <summary>What is wrong with a key.</summary>
    public static IEnumerable<string> Problems(string key)
    {
        if (key.Length < ServerOptions.LeastKey)
            yield return $"The key has {key.Length} characters; it has to have at least {ServerOptions.LeastKey}, so that nobody guesses it.";
        if (key.Any(character => !char.IsAscii(character) || char.IsControl(character) || char.IsWhiteSpace(character)))
            yield return "The key has characters that no header can carry; letters, digits and signs of ASCII are allowed.";
    }

    public Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || IsKnown(context.Request.Headers))
            return next();
        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw new RequestException(
            StatusCodes.Status401Unauthorized, "This server needs its key: send the header 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'.");
    }

    private bool IsKnown(IHeaderDictionary headers)
    {
        const string bearer = "Bearer ";
        var given = headers.Authorization.ToString() is { } authorization && authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[bearer.Length..]
            : headers["X-Api-Key"].ToString();
        // Hashes are as long as each other, so the time tells neither the key's length nor where a guess goes wrong.
        return CryptographicOperations.FixedTimeEquals(Hash(given), _hash);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
