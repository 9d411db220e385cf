using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Server.Limits;
using TextVae.Server.Messages;
using TextVae.Server.Monitoring;
using TextVae.Server.Problems;

namespace TextVae.Server.Endpoints;

/// <summary>What all routes to the model share: a question is read, checked, timed, answered and counted.</summary>
/// <param name="routes">Where routes are added.</param>
/// <param name="served">The model.</param>
/// <param name="meters">Where texts are counted.</param>
internal sealed class QuestionRoute(IEndpointRouteBuilder routes, ServedModel served, ServerMeters meters)
{
    /// <summary>Adds <c>POST /api/NAME</c>.</summary>
    /// <param name="name">The name, which is that of the command.</param>
    /// <param name="summary">What it does, in a sentence.</param>
    /// <param name="question">How the question is read.</param>
    /// <param name="answer">How the answer is written.</param>
    /// <param name="ask">Asks the model.</param>
    public void Map<TQuestion, TResult>(
        string name, string summary, JsonTypeInfo<TQuestion> question, JsonTypeInfo<Answer<TResult>> answer,
        Func<TQuestion, ServedModel, CancellationToken, Task<IReadOnlyList<TResult>>> ask)
        where TQuestion : IQuestion
    {
        // As a delegate, so that the OpenAPI document has it.
        routes.MapPost($"/api/{name}", (Delegate)AnswerAsync).WithName(name).WithSummary(summary)
            .Accepts<TQuestion>("application/json").Produces<Answer<TResult>>()
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status408RequestTimeout, StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable, StatusCodes.Status504GatewayTimeout);

        async Task AnswerAsync(HttpContext context)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            end.CancelAfter(served.Options.Timeout);
            var asked = await QuestionReader.ReadAsync(context, question, end.Token);
            if (asked.Problems(served).ToArray() is { Length: > 0 } problems)
                throw new RequestException(StatusCodes.Status400BadRequest, problems);
            var results = await ask(asked, served, end.Token);
            meters.CountTexts($"/api/{name}", asked.Count);
            await JsonAnswer.WriteAsync(context, new Answer<TResult>(results), answer);
        }
    }
}
