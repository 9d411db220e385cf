using TextVae.Generation;
using TextVae.Models;
using TextVae.Server.Messages;
using TextVae.Server.Problems;

namespace TextVae.Server;

/// <summary>The model behind the routes, and how it may be used.</summary>
internal sealed record ServedModel(TextVaeModel Model, ServerOptions Options)
{
    /// <summary>Why the model cannot do something that needs vectors; empty where it has them.</summary>
    public IEnumerable<string> RefusalOf(string purpose)
    {
        if (Model.Description.Kind != ModelKind.Vae)
            yield return $"This model is a language model: it has no latent vector, so it cannot {purpose}. Samples and scores it can give.";
    }

    /// <summary>What is wrong with the label of a question.</summary>
    public IEnumerable<string> ProblemsOfLabel(string? label) => Model.ProblemOfLabel(label) is { } problem ? [problem] : [];

    /// <summary>The options of decoding that a question asks for, its words looked up.</summary>
    public async Task<DecodingOptions> DecodingAsync(DecodingFields fields, CancellationToken cancellation)
    {
        var options = fields.ToOptions(Options);
        if (fields.Forbid is null && fields.Require is null)
            return options;
        var words = await Model.RunAsync(
            trained => (Forbidden: Ids(fields.Forbid, trained.WordOf), Required: Ids(fields.Require, trained.WordOf)), cancellation);
        string[] problems = [.. words.Forbidden.Concat(words.Required).Select(word => word.Problem).OfType<string>()];
        options = options with
        {
            Forbidden = [.. words.Forbidden.Select(word => word.Id).Distinct()],
            Required = [.. words.Required.Select(word => word.Id).Distinct()],
        };
        if (problems.Length == 0)
            problems = [.. options.Problems()];
        return problems.Length == 0 ? options : throw new RequestException(400, problems);
    }

    private static (int Id, string? Problem)[] Ids(IReadOnlyList<string>? words, Func<string, int> idOf) =>
        [.. (words ?? []).Select(word => Id(word, idOf))];

    private static (int Id, string? Problem) Id(string word, Func<string, int> idOf)
    {
        try
        {
            return (idOf(word), null);
        }
        catch (RecipeException exception)
        {
            return (0, exception.Message);
        }
    }
}
