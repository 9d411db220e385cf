using TextVae.Corpus;

namespace TextVae.Evaluation;

/// <summary>
/// Whether texts say what the labels of their sentences say, as a classifier judges that was trained on real texts: what the paper
/// shows of its reconstructions by example (tables 1 and 2), as a number.
/// </summary>
/// <param name="Texts">The share of the texts that the classifier gives the label of their sentence.</param>
/// <param name="Real">The same of the sentences themselves: the classifier's accuracy.</param>
/// <param name="Majority">The same of texts that all have the most frequent label of the training split.</param>
internal sealed record LabelAgreement(double Texts, double Real, double Majority)
{
    /// <summary>Trains a <see cref="LabelJudge"/>, and asks it. Texts with labels that it does not tell are left out.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split whose sentences were decoded.</param>
    /// <param name="texts">The word ids of a text of each sentence, in the order of the split.</param>
    /// <param name="seed">Chooses training texts where there are very many, and those that the penalty is chosen by.</param>
    /// <param name="cancellation">Stops between steps of the training.</param>
    /// <returns>Null where labels cannot be told apart: there are none, or all texts to train on or to judge have the same or none. Null
    /// for the training split too, whose texts the classifier has learnt from.</returns>
    /// <exception cref="ArgumentException">There are not as many texts as sentences.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LabelAgreement? Of(
        Dataset dataset, Split split, IReadOnlyList<int[]> texts, long seed = 1, CancellationToken cancellation = default)
    {
        if (texts.Count != dataset[split].Count)
            throw new ArgumentException($"There are {texts.Count} texts of {dataset[split].Count} sentences.", nameof(texts));
        if (split == Split.Train || LabelJudge.Train(dataset, seed, cancellation) is not { } judge)
            return null;
        var labels = dataset.LabelsOf(split).ToArray();
        int[] judged = [.. Enumerable.Range(0, labels.Length).Where(i => judge.ClassOf(labels[i]) >= 0)];
        if (judged.Length == 0)
            return null;

        var right = Array.ConvertAll(judged, i => judge.ClassOf(labels[i]));
        double Share(Func<int, int[]> text) => Accuracy(judge.Classes(Array.ConvertAll(judged, i => text(i))), right);
        return new LabelAgreement(
            Share(i => texts[i]), Share(dataset[split].Read), Accuracy(Array.ConvertAll(right, _ => judge.MostFrequent), right));
    }

    private static double Accuracy(int[] found, int[] right) => found.Zip(right).Count(pair => pair.First == pair.Second) / (double)right.Length;
}
