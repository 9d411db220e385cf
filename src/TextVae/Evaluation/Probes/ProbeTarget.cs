namespace TextVae.Evaluation.Probes;

/// <summary>What a probe has to tell of each sentence: a number, or the number of a class.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Classes">How many classes there are; 0 for a number.</param>
/// <param name="Of">The value of a sentence, given its words and its label.</param>
internal sealed record ProbeTarget(string Name, ProbeKind Kind, int Classes, Func<int[], int, double> Of)
{
    /// <summary>All that can be asked of a dataset.</summary>
    /// <param name="options">The phrases and the name of the labels.</param>
    /// <param name="labels">How many labels there are; 0 for a dataset without labels.</param>
    public static IEnumerable<ProbeTarget> All(ProbeOptions options, int labels)
    {
        yield return new("length", ProbeKind.Length, 0, (words, _) => words.Length);
        if (labels > 0)
            yield return new(options.LabelName, ProbeKind.Label, labels, (_, label) => label);
        foreach (var phrase in options.Phrases)
            yield return new(phrase.Text, ProbeKind.Phrase, 2, (words, _) => words.AsSpan().IndexOf(phrase.Words) >= 0 ? 1 : 0);
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
}
