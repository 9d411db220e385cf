using Microsoft.AspNetCore.WebUtilities;

namespace TextVae.Server.Problems;

/// <summary>Why there is no answer (RFC 9457).</summary>
/// <param name="Title">What the status means.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">What was wrong and what to do, in one paragraph.</param>
/// <param name="Errors">The same, a sentence or a few for each thing that was wrong.</param>
internal sealed record Problem(string Title, int Status, string Detail, IReadOnlyList<string> Errors)
{
    /// <summary>How it is sent.</summary>
    public const string ContentType = "application/problem+json";

    public static Problem Of(int status, params IReadOnlyList<string> errors) =>
        new(ReasonPhrases.GetReasonPhrase(status), status, string.Join(' ', errors), errors);
}
