using Microsoft.AspNetCore.Http;

namespace TextVae.Server.Access;

/// <summary>What browsers are told on every answer: run nothing, frame nothing, guess no type, keep nothing.</summary>
internal static class SecurityHeaders
{
    public static Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return next();
    }

    /// <summary>What a file of the page may do beside: run and look as its own files say, and ask this server. Browsers keep it, and ask
    /// whether it is still the same.</summary>
    public static void AllowPage(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";
        headers.CacheControl = "no-cache";
    }
}
