using TextVae.Corpus;

namespace TextVae.Evaluation.Probes;

/// <summary>What a probe has to tell of each sentence: a number, or the number of a class.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Classes">How many classes there are; 0 for a number.</param>
/// <param name="Of">The value of a sentence, given its words and its label.</param>
internal sealed record ProbeTarget(string Name, ProbeKind Kind, int Classes, Func<int[], int, double> Of)
{
    /// <summary>All that can be asked of a dataset.</summary>
    /// <param name="options">What is to be asked.</param>
    /// <param name="dataset">The words, and the labels if there are any.</param>
    /// <param name="training">The sentences to train on, in which words and phrases are found.</param>
    public static IEnumerable<ProbeTarget> All(ProbeOptions options, Dataset dataset, ProbeSentences training)
    {
        yield return new("length", ProbeKind.Length, 0, (words, _) => words.Length);
        var labels = dataset.Labels.Count;
        if (labels > 0)
            yield return new(options.LabelName, ProbeKind.Label, labels, (_, label) => label);
        yield return EndWord("first_word", ProbeKind.FirstWord, words => words[0], training, options.EndWords);
        yield return EndWord("last_word", ProbeKind.LastWord, words => words[^1], training, options.EndWords);
        var found = FrequentPhrases.Of(training.Words, dataset.Vocabulary, options.FrequentPhrases);
        var phrases = options.Phrases.Concat(found).DistinctBy(phrase => phrase.Text, StringComparer.Ordinal);
        foreach (var phrase in phrases)
            yield return Presence(phrase, ProbeKind.Phrase);
        if (labels == 0)
            yield break;
        foreach (var word in LabelWords.Of(training.Words, training.Labels, dataset.Vocabulary, options.LabelWords))
            yield return Presence(word, ProbeKind.LabelWord);
    }

    /// <summary>Why sentences cannot answer it; null if they can.</summary>
    /// <param name="training">The values of the sentences to train on.</param>
    /// <param name="measured">Those of the sentences to be tried on.</param>
    public string? Obstacle(double[] training, double[] measured)
    {
        foreach (var (values, which) in new[] { (training, "to train on"), (measured, "to measure") })
        {
            if (values.Length < 2 || values.All(value => value == values[0]))
                return $"'{Name}' is not probed: it is the same for all of the {values.Length} sentences {which}.";
        }

        return null;
    }

    private static ProbeTarget Presence(ProbePhrase phrase, ProbeKind kind) =>
        new(phrase.Text, kind, 2, (words, _) => words.AsSpan().IndexOf(phrase.Words) >= 0 ? 1 : 0);

    /// <summary>A class for each of the most frequent words at one end of the sentences, and class 0 for all others and for none.</summary>
    private static ProbeTarget EndWord(string name, ProbeKind kind, Func<int[], int> end, ProbeSentences training, int words)
    {
        var classes = training.Words.Where(text => text.Length > 0).CountBy(end)
            .OrderByDescending(word => word.Value).ThenBy(word => word.Key).Take(words).Index()
            .ToDictionary(word => word.Item.Key, word => word.Index + 1);
        return new(name, kind, classes.Count + 1, (text, _) => text.Length == 0 ? 0 : classes.GetValueOrDefault(end(text)));
    }
}
