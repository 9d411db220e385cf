using Microsoft.AspNetCore.Http;
using TextVae.Server.Problems;

namespace TextVae.Server.Access;

/// <summary>
/// Without a key, only requests that name this machine as this machine names itself: a web page whose name its owner lets point to
/// 127.0.0.1 (DNS rebinding) may send requests by the browser of whoever looks at it, and would read the answers.
/// </summary>
internal static class LoopbackHost
{
    public static Task InvokeAsync(HttpContext context, Func<Task> next) => ListenAddress.IsLoopback(context.Request.Host.Host)
        ? next()
        : throw new RequestException(
            StatusCodes.Status421MisdirectedRequest,
            "Without a key, this server answers to localhost, 127.0.0.1 and [::1] only. Use one of these, or serve with a key.");
}
