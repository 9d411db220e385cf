using TextVae.Corpus;
using TextVae.Evaluation.Probes;

namespace TextVae.Runs;

/// <summary>What probes ask of a trained model's vectors unless they are told otherwise.</summary>
public static class StandardProbes
{
    /// <summary>The phrases that §6.4 of the paper finds again and again in what its models write.</summary>
    public static IReadOnlyList<string> PhrasesOfPaper { get; } = ["thank you", "will be back"];

    /// <summary>Length, label, both ends, the paper's phrases as far as the model has their words, and what is found in the training
    /// split.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">Its dataset, which names the label.</param>
    public static ProbeOptions Of(TrainedModel model, Dataset dataset)
    {
        var defaults = new ProbeOptions();
        var field = dataset.Info.Options.LabelField;
        return defaults with
        {
            // The number of a column is no name.
            LabelName = field is null || field.All(char.IsAsciiDigit) ? defaults.LabelName : field,
            Phrases = [.. PhrasesOfPaper.Select(phrase => Phrase(phrase, model)).OfType<ProbePhrase>()],
        };
    }

    /// <summary>A phrase as a model reads it.</summary>
    /// <param name="text">The phrase.</param>
    /// <param name="model">The model.</param>
    /// <returns>Null where it has no word, or one that the model does not know.</returns>
    public static ProbePhrase? Phrase(string text, TrainedModel model)
    {
        var words = model.WordsOf(text);
        return words.Length == 0 || words.Contains(Vocabulary.Unknown) ? null : new ProbePhrase(text, words);
    }
}
