using System.CommandLine;
using TextVae.Runs;

namespace TextVae.Cli.Arguments;

/// <summary>The <c>--label</c> option of commands that write texts with a model that knows labels.</summary>
internal static class LabelOption
{
    /// <summary>The option, which takes the name of a label.</summary>
    public static Option<string?> Create(string description) => new("--label") { Description = description, HelpName = "LABEL" };

    /// <summary>The number of the label that was named; null if none was.</summary>
    /// <exception cref="RecipeException">The model knows no such label.</exception>
    public static int? NumberOf(string? name, TrainedModel model) => name is null ? null : model.LabelOf(name);

    /// <inheritdoc cref="NumberOf(string?, TrainedModel)"/>
    public static int? NumberOf(string? name, TextVaeModel model) => name is null ? null : model.LabelNumberOf(name);

    /// <summary>Refuses to go on without a label where the model needs one.</summary>
    /// <param name="label">The number of the label, if there is one.</param>
    /// <param name="model">The model.</param>
    /// <param name="why">Why it needs one, as a sentence without its full stop.</param>
    /// <exception cref="RecipeException">The model knows labels, and none was named.</exception>
    public static void Require(int? label, TextVaeModel model, string why)
    {
        if (label is null && model.Description.Labels.Count > 0)
            throw new RecipeException($"{why}. Name one with --label: {LabelNames.Listed(model.Description.Labels)}.");
    }
}
