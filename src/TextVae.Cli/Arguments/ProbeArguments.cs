using System.CommandLine;
using TextVae.Corpus;
using TextVae.Evaluation.Probes;
using TextVae.Runs;

namespace TextVae.Cli.Arguments;

/// <summary>The options that say what linear probes look for in the vectors.</summary>
internal sealed class ProbeArguments
{
    private readonly Option<bool> _probe = new("--probe")
    {
        Description = "Train linear probes too: do the vectors tell length, label, first and last words, phrases and the words that separate the labels? Then the label from few labelled texts.",
    };

    private readonly Option<string[]> _phrases = new("--phrase")
    {
        Description = "With --probe: a phrase to look for, once or several times, in place of those found in the training split "
            + $"and {string.Join(" and ", StandardProbes.PhrasesOfPaper.Select(phrase => $"\"{phrase}\""))}.",
        HelpName = "TEXT",
    };

    public ProbeArguments(Command command)
    {
        command.Options.Add(_probe);
        command.Options.Add(_phrases);
    }

    /// <summary>Refuses phrases of nothing, before a model is loaded.</summary>
    /// <exception cref="RecipeException">There are some, and nothing is probed.</exception>
    public void Require(ParseResult parse)
    {
        if (!parse.GetValue(_probe) && parse.GetValue(_phrases) is { Length: > 0 })
            throw new RecipeException("--phrase says what to probe for. Add --probe.");
    }

    /// <summary>What is to be probed for; null if nothing is.</summary>
    /// <exception cref="RecipeException">The model or the split cannot be probed, or a phrase that was typed is not made of the
    /// model's words.</exception>
    public ProbeOptions? Of(ParseResult parse, TrainedModel model, Dataset dataset, Split split)
    {
        var typed = parse.GetValue(_phrases) ?? [];
        if (!parse.GetValue(_probe))
            return null;
        Prober.RequireProbeable(model.Model, split);
        var standard = StandardProbes.Of(model, dataset);
        return typed.Length == 0
            ? standard
            : standard with { FrequentPhrases = 0, Phrases = [.. typed.Select(phrase => Phrase(phrase, model))] };
    }

    private static ProbePhrase Phrase(string text, TrainedModel model) => StandardProbes.Phrase(text, model)
        ?? throw new RecipeException($"The phrase '{text}' has words that the model does not know. Probe for others.");
}
