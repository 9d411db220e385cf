using System.Text;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>Everything that makes a run, read from TOML: a model, an objective, its training and its evaluation.</summary>
public sealed record Recipe
{
    private const int RecipeLimit = 1 << 20;

    /// <summary>The model's parts and sizes.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>What is minimised.</summary>
    public ObjectiveOptions Objective { get; init; } = new();

    /// <summary>How it is minimised.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>How the result is measured.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>Reads a recipe file and applies settings to it.</summary>
    /// <param name="path">The TOML file.</param>
    /// <param name="settings">"key=value" with dotted keys, as of `--set`.</param>
    /// <exception cref="RecipeException">
    /// The file cannot be read or is no TOML, a key is unknown, or values are of the wrong type or not allowed: all of
    /// them are named.
    /// </exception>
    public static Recipe Load(string path, IEnumerable<string>? settings = null)
    {
        string text;
        try
        {
            text = RegularFile.ReadAllText(path, RecipeLimit);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new RecipeException(
                $"The recipe '{path}' cannot be read: {exception.Message} Give the path of a TOML file; the folder "
                + "'recipes' has some to start from.", exception);
        }

        return Parse(text, $"'{path}'", settings);
    }

    /// <summary>Reads a recipe from TOML text.</summary>
    /// <param name="toml">The text.</param>
    /// <param name="source">What to call the text in errors.</param>
    /// <param name="settings">"key=value" with dotted keys, as of `--set`.</param>
    /// <exception cref="RecipeException">As of <see cref="Load"/>.</exception>
    public static Recipe Parse(string toml, string source = "the recipe", IEnumerable<string>? settings = null)
    {
        var reader = new RecipeReader(source);
        var recipe = reader.Read(new Recipe(), toml);
        foreach (var setting in settings ?? [])
            recipe = reader.Set(recipe, setting);
        reader.ThrowIfWrong(recipe.Problems());
        return recipe;
    }

    /// <summary>The whole recipe as TOML, every key with its value: what was left out is filled in.</summary>
    public string ToToml() => RecipeWriter.Write(this);

    /// <summary>Everything that is wrong with the values, each as one sentence.</summary>
    public IEnumerable<string> Problems() =>
        [.. Model.Problems(), .. Objective.Problems(), .. RecipeRules.Disagreements(this), .. Training.Problems(), .. Evaluation.Problems()];

    /// <summary>Whether every weight that the model's kind has stays the same from a step on.</summary>
    internal bool SchedulesHaveEnded(long step) => Objective.SchedulesHaveEnded(step, Model.Kind);
}
