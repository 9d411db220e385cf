using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TextVae.Server.Messages;

namespace TextVae.Server.Problems;

/// <summary>The one place where an exception, or a status without a body, becomes an answer.</summary>
internal sealed class ProblemAnswers(ServerOptions options, ILogger logger)
{
    /// <summary>What requests are counted under whose client has gone.</summary>
    public const int ClientHasGone = 499;

    /// <summary>What clients are told whose body calls itself something else.</summary>
    public const string NoJson = "The body has to be JSON, and the request to say so: 'Content-Type: application/json'.";

    private const int SecondsToWait = 1;

    public async Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        try
        {
            await next();
            var status = context.Response.StatusCode;
            if (status >= 400 && !context.Response.HasStarted && context.Response.ContentType is null)
                await WriteAsync(context, Problem.Of(status, OfStatus(context, status)));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientHasGone;
        }
        catch (Exception exception)
        {
            var problem = Of(exception);
            if (problem.Status == StatusCodes.Status500InternalServerError)
                Log.Unexpected(logger, exception, exception.GetType().Name, exception.Message);
            if (context.Response.HasStarted)
                context.Abort();
            else
                await WriteAsync(context, problem);
        }
    }

    /// <summary>Sends a problem; those that pass by themselves say when to come again.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = Problem.ContentType;
        if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0)
            response.Headers.RetryAfter = SecondsToWait.ToString(CultureInfo.InvariantCulture);
        var body = JsonBody.Of(problem, ProblemJson.Default.Problem);
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }

    private Problem Of(Exception exception) => exception switch
    {
        RequestException request => Problem.Of(request.Status, request.Problems),
        BadHttpRequestException bad => Problem.Of(bad.StatusCode, OfBody(bad)),
        ModelBusyException => Problem.Of(StatusCodes.Status429TooManyRequests, exception.Message),
        RecipeException or DataException => Problem.Of(StatusCodes.Status400BadRequest, exception.Message),
        ObjectDisposedException => Problem.Of(StatusCodes.Status503ServiceUnavailable, "The server is about to end."),
        OperationCanceledException => Problem.Of(
            StatusCodes.Status504GatewayTimeout,
            FormattableString.Invariant(
                $"There was no answer within the {options.Timeout.TotalSeconds} seconds of this server. Ask for less at once, or when it has less to do.")),
        _ => Problem.Of(
            StatusCodes.Status500InternalServerError, "The server made an error; its log on stderr says which. The request may be all right."),
    };

    private string OfBody(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge =>
            $"The body is larger than the {options.MaxBody} bytes that this server reads. Send fewer texts at once.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly, and the server does not wait any more.",
        _ => "The request is not valid HTTP, or ended before its body did.",
    };

    private static string OfStatus(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing here; /openapi/v1.json lists the routes.",
        StatusCodes.Status405MethodNotAllowed => $"The method is not allowed here; use {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => NoJson,
        _ => "The request cannot be answered.",
    };
}
