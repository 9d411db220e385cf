using System.CommandLine;
using TextVae.Cli.Work;
using TextVae.Runs;

namespace TextVae.Cli.Arguments;

/// <summary>The options that name other runs to measure beside the one that is evaluated.</summary>
internal sealed class ComparisonArguments
{
    private readonly Option<string?> _against = new("--against")
    {
        Description = "Measure this run too, in the same way, and print the paired differences, RUN less RUN2.",
        HelpName = "RUN2",
    };

    private readonly Option<string[]> _sweep = new("--beta-sweep")
    {
        Description = "Runs of the same recipe with other KL weights: measure them too, and print and draw all points of rate and distortion.",
        HelpName = "RUN...",
        AllowMultipleArgumentsPerToken = true,
    };

    public ComparisonArguments(Command command)
    {
        command.Options.Add(_against);
        command.Options.Add(_sweep);
    }

    /// <summary>The other runs, all found to be comparable.</summary>
    /// <exception cref="TextVaeException">One cannot be loaded, or was trained on other data or another recipe, or only one reads labels.</exception>
    public ComparedRuns Of(ParseResult parse, string folder, TrainedModel model)
    {
        var swept = parse.GetValue(_sweep) is { Length: > 0 } typed
            ? new[] { folder }.Concat(typed).DistinctBy(Path.GetFullPath, StringComparer.Ordinal).ToArray()
            : [];
        if (swept.Length > 0)
            AtomicFile.RequirePlace(new RunFolder(folder).Figures);
        var weights = swept.Length == 0 ? [] : BetaSweep.Weights(swept);
        return new ComparedRuns(Against(parse.GetValue(_against), folder, model), [.. swept.Zip(weights)]);
    }

    private static NamedModel? Against(string? other, string folder, TrainedModel model)
    {
        if (other is null)
            return null;
        var loaded = TrainedModel.Load(other);
        if (Obstacle(other, loaded, folder, model) is not { } obstacle)
            return new NamedModel(other, loaded);
        loaded.Dispose();
        throw obstacle;
    }

    private static TextVaeException? Obstacle(string other, TrainedModel loaded, string folder, TrainedModel model)
    {
        if (loaded.DatasetHash != model.DatasetHash)
        {
            return new DataException(
                $"'{other}' was trained on another dataset than '{folder}': a token is not the same in both, so their figures cannot be "
                + "compared. Train both on one dataset folder.");
        }

        var (reading, without) = loaded.Labels.Count > 0 ? (other, folder) : (folder, other);
        return loaded.Labels.Count > 0 == model.Labels.Count > 0
            ? null
            : new RecipeException(
                $"'{reading}' is given the label of each text (model.label_embedding) and '{without}' is not: one says ln p(x|y) and the other "
                + "ln p(x), and their difference would count what the label tells. Compare runs that both read labels, or neither.");
    }
}
