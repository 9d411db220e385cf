using TextVae.Generation;
using TextVae.Models;
using TextVae.Server.Landscape;
using TextVae.Server.Messages;
using TextVae.Server.Problems;

namespace TextVae.Server;

/// <summary>The model behind the routes, how it may be used, and what is known of its run.</summary>
internal sealed record ServedModel(TextVaeModel Model, ServerOptions Options, LandscapeWork Work)
{
    /// <summary>The texts of the map.</summary>
    /// <param name="indices">Places that a client has named.</param>
    /// <exception cref="RequestException">There are none, or not yet, or one of the places is not there.</exception>
    public TextLandscape Landscape(params IReadOnlyList<int> indices)
    {
        var state = Work.State;
        if (state.Landscape is not { } landscape)
        {
            throw state.Stage == Stage.Absent
                ? new RequestException(400, state.Note!)
                : new RequestException(503, FormattableString.Invariant($"The texts are being encoded; {state.Share:P0} is done. Ask again later."));
        }

        string[] problems =
        [
            .. Bounds.First(indices.Select(index => index < 0 || index >= landscape.Texts.Count
                ? $"There is no text {index}; those of the map are 0 to {landscape.Texts.Count - 1}."
                : null)),
        ];
        return problems.Length == 0 ? landscape : throw new RequestException(400, problems);
    }

    /// <summary>The name of the label of a text of the map; null for none.</summary>
    public static string? LabelOf(TextLandscape landscape, int index) =>
        landscape.Texts.LabelOf(index) is >= 0 and var label ? landscape.Texts.Labels[label] : null;

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
        {
            problems =
            [
                .. (fields.Forbid ?? []).Zip(words.Forbidden).Where(word => options.Required.Contains(word.Second.Id))
                    .Select(word => $"The word '{Bounds.Cut(word.First)}' is both forbidden and required.").Distinct(StringComparer.Ordinal),
            ];
        }

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
