using System.CommandLine;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Cli.Arguments;

/// <summary>The options that have texts moved through the latent space and measured.</summary>
internal sealed class MovingArguments
{
    private static readonly double[] StandardStrengths = [0, 0.5, 1, 1.5, 2];

    private readonly Option<bool> _transfer = new("--transfer")
    {
        Description = "Write the sentences of each of two kinds of labels as the other: accuracy of the label, BLEU to the sentence, perplexity.",
    };

    private readonly Option<double[]> _strengths = new("--strengths")
    {
        Description = $"With --transfer: how far to go, 1 from mean to mean (default: {string.Join(' ', StandardStrengths.Select(strength => strength.ToString(System.Globalization.CultureInfo.InvariantCulture)))}).",
        HelpName = "S...",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int?> _paths = new("--paths")
    {
        Description = "Go from sentence to sentence N times, straight and on the arc, and measure how likely the texts on the way are.",
        HelpName = "N",
    };

    private readonly Option<int?> _steps = new("--steps")
    {
        Description = "With --paths: vectors of each way, both ends among them (default: 9).",
        HelpName = "N",
    };

    public MovingArguments(Command command)
    {
        foreach (var option in new Option[] { _transfer, _strengths, _paths, _steps })
            command.Options.Add(option);
    }

    /// <summary>Whether anything is to be moved.</summary>
    public bool AsksAny(ParseResult parse) => parse.GetValue(_transfer) || parse.GetValue(_paths) is not null;

    /// <summary>Refuses strengths and steps of nothing, before a model is loaded.</summary>
    /// <exception cref="RecipeException">There are some, and nothing is moved.</exception>
    public void Require(ParseResult parse)
    {
        if (!parse.GetValue(_transfer) && parse.GetValue(_strengths) is { Length: > 0 })
            throw new RecipeException("--strengths says how far to transfer. Add --transfer.");
        if (parse.GetValue(_paths) is null && parse.GetValue(_steps) is not null)
            throw new RecipeException("--steps says how many texts a way has. Add --paths.");
    }

    /// <summary>What moves texts to the other kind of label; null if nothing is to be moved.</summary>
    /// <exception cref="TextVaeException">The model or the dataset does not allow it.</exception>
    public TransferMeasurement? TransferOf(ParseResult parse, TrainedModel model, Dataset dataset, Split split, DecodingOptions options)
    {
        var strengths = parse.GetValue(_strengths) ?? [];
        if (!parse.GetValue(_transfer))
            return null;
        if (strengths.Length > 0 && model.Labels.Count > 0)
            throw new RecipeException("This model reads the label itself, so there is no way to go along. Leave --strengths out.");
        return new TransferMeasurement(model, dataset, split, options, strengths.Length == 0 ? StandardStrengths : strengths);
    }

    /// <summary>What goes from sentence to sentence; null if nothing is to.</summary>
    /// <exception cref="TextVaeException">The model or the split does not allow it.</exception>
    public PathMeasurement? PathsOf(
        ParseResult parse, TrainedModel model, Dataset dataset, Split split, DecodingOptions options, EvaluationOptions evaluation)
    {
        return parse.GetValue(_paths) is { } paths
            ? new PathMeasurement(model, dataset, split, options, evaluation, paths, parse.GetValue(_steps) ?? 9)
            : null;
    }
}
