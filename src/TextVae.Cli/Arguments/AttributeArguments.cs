using System.CommandLine;
using TextVae.Cli.Inputs;
using TextVae.Corpus;
using TextVae.Runs;

namespace TextVae.Cli.Arguments;

/// <summary>The options that say from which kind of texts to which other one goes.</summary>
internal sealed class AttributeArguments
{
    private readonly Option<string?> _from = new("--from") { Description = "The label of the texts.", HelpName = "LABEL" };
    private readonly Option<string?> _to = new("--to") { Description = "The label that they shall be of.", HelpName = "LABEL" };

    private readonly Option<int> _examples = new("--examples")
    {
        Description = "Texts of each label of the training split whose means are taken, from the first on.",
        DefaultValueFactory = _ => 10_000,
        HelpName = "N",
    };

    private readonly Option<string?> _load = new("--attribute")
    {
        Description = "An attribute vector that --save-attribute has written, instead of --from and --to.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _save = new("--save-attribute") { Description = "Keep the attribute vector in a file.", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public AttributeArguments(Command command)
    {
        foreach (var option in new Option[] { _from, _to, _examples, _load, _save })
            command.Add(option);
    }

    /// <summary>Refuses what cannot be meant, before a model is loaded.</summary>
    /// <exception cref="RecipeException">A label is missing, or both are the same.</exception>
    public void Require(ParseResult parse)
    {
        if (parse.GetValue(_load) is null)
            Named(parse);
    }

    /// <summary>The two labels, for a model that was trained with them.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="model">The model.</param>
    /// <param name="strength">Whether a strength was typed.</param>
    /// <exception cref="RecipeException">A label is missing or unknown, or there are options for a vector.</exception>
    public (string From, string To) LabelsOf(ParseResult parse, TextVaeModel model, bool strength)
    {
        if (strength || parse.GetValue(_load) is not null || parse.GetValue(_save) is not null)
        {
            throw new RecipeException(
                "This model was trained with labels, so it writes a text under --to and needs no attribute vector. Leave --strength, "
                + "--attribute and --save-attribute out.");
        }

        var (from, to) = Named(parse);
        LabelOption.NumberOf(from, model);
        LabelOption.NumberOf(to, model);
        return (from, to);
    }

    /// <summary>The attribute vector: read, or made of the training split and kept where that is asked for.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="folder">The run.</param>
    /// <param name="data">Its dataset, where it was named.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="RecipeException">A label is missing or unknown.</exception>
    /// <exception cref="DataException">The file or the dataset cannot be read, or no text has one of the labels.</exception>
    public AttributeVector VectorOf(ParseResult parse, string folder, string? data, TextVaeModel model, CancellationToken cancellation)
    {
        var (load, save) = (parse.GetValue(_load), parse.GetValue(_save));
        if (load is not null)
        {
            return parse.GetValue(_from) is null && parse.GetValue(_to) is null && save is null
                ? AttributeVector.Load(load)
                : throw new RecipeException("--attribute has its own labels. Leave --from, --to and --save-attribute out.");
        }

        var (from, to) = Named(parse);
        if (parse.GetValue(_examples) < 1)
            throw new RecipeException($"--examples is {parse.GetValue(_examples)}; it has to be at least 1 text of each label.");
        if (save is not null && Path.GetDirectoryName(Path.GetFullPath(save)) is { } place && !Directory.Exists(place))
            throw new RecipeException($"There is no folder '{place}' for --save-attribute. Make it, or name a file elsewhere.");
        using var dataset = RunDataset.Open(folder, data, model.Description.DatasetHash);
        IAsyncEnumerable<TextItem> Texts(string label) => SplitTexts.Of(dataset, Split.Train, model)
            .Where(text => text.Label == label).Take(parse.GetValue(_examples)).Select(text => text.Item).ToAsyncEnumerable();
        foreach (var label in new[] { from, to })
            Require(dataset, label);
        var vector = model.AttributeVectorAsync(Texts(from), Texts(to), (from, to), cancellation).GetAwaiter().GetResult();
        if (save is not null)
            vector.Save(save);
        return vector;
    }

    private (string From, string To) Named(ParseResult parse) => (parse.GetValue(_from), parse.GetValue(_to)) switch
    {
        ({ } from, { } to) when from == to => throw new RecipeException($"--from and --to are both '{from}', so there is nowhere to go. Name two labels."),
        ({ } from, { } to) => (from, to),
        _ => throw new RecipeException("It takes the labels to go between. Name both, with --from and --to."),
    };

    private static void Require(Dataset dataset, string label)
    {
        if (dataset.Labels.Count == 0)
        {
            throw new DataException(
                "The run's dataset has no labels, so there are no texts of a kind. Prepare it with --label-field and train on it, or make a "
                + "vector in a program with TextVaeModel.AttributeVectorOf and give it with --attribute.");
        }

        var number = Array.IndexOf<string>([.. dataset.Labels], label);
        if (number < 0)
            throw new RecipeException($"'{label}' is no label of the run's dataset. It has {LabelNames.Listed(dataset.Labels)}.");
        if (!dataset.LabelsOf(Split.Train).Span.Contains(number))
            throw new DataException($"No text of the training split has the label '{label}'. Take another one.");
    }
}
