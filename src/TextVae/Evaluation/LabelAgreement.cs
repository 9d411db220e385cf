using TextVae.Corpus;
using TextVae.Evaluation.Probes;

namespace TextVae.Evaluation;

/// <summary>
/// Whether texts say what the labels of their sentences say, as a classifier judges that was trained on real texts: what the paper
/// shows of its reconstructions by example (tables 1 and 2), as a number.
/// </summary>
/// <param name="Texts">The share of the texts that the classifier gives the label of their sentence.</param>
/// <param name="Real">The same of the sentences themselves: the classifier's accuracy.</param>
/// <param name="Majority">The same of texts that all have the most frequent label of the training split.</param>
public sealed record LabelAgreement(double Texts, double Real, double Majority)
{
    // Enough to judge by, and trained on in seconds; larger training splits are drawn from.
    private const int TrainingTexts = 20_000;

    // A sentence each. Of thousands of words most are rare, and need a strong one.
    private static readonly double[] Penalties = [10, 1, 0.1, 0.01];

    /// <summary>
    /// Trains the classifier, multinomial logistic regression on how often each word of the vocabulary is in a text, on the
    /// labelled texts of the training split, and asks it. Of stars from 1 to 5 it tells 1 and 2 from 4 and 5; texts with 3 are
    /// left out.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split whose sentences were decoded.</param>
    /// <param name="texts">The word ids of a text of each sentence, in the order of the split.</param>
    /// <param name="seed">Chooses training texts where there are very many, and those that the penalty is chosen by.</param>
    /// <returns>Null where labels cannot be told apart: there are none, or all texts to train on or to judge have the same or none.
    /// </returns>
    /// <exception cref="ArgumentException">There are not as many texts as sentences.</exception>
    public static LabelAgreement? Of(Dataset dataset, Split split, IReadOnlyList<int[]> texts, long seed = 1)
    {
        if (texts.Count != dataset[split].Count)
            throw new ArgumentException($"There are {texts.Count} texts of {dataset[split].Count} sentences.", nameof(texts));
        var classes = LabelClasses.Of(dataset.Labels);
        var drawn = new ProbeSentences(dataset, Split.Train, new ProbeOptions { Sentences = TrainingTexts, Seed = seed });
        int[] training = [.. Enumerable.Range(0, drawn.Count).Where(i => classes[drawn.Labels[i]] >= 0)];
        var labels = dataset.LabelsOf(split).ToArray();
        int[] judged = [.. Enumerable.Range(0, labels.Length).Where(i => classes[labels[i]] >= 0)];
        var taught = Array.ConvertAll(training, i => classes[drawn.Labels[i]]);
        if (judged.Length == 0 || taught.Distinct().Count() < 2)
            return null;

        var words = dataset.Vocabulary.Count;
        var model = LogisticRegression.FitBest(
            FeatureRows.OfBags(Array.ConvertAll(training, i => drawn.Words[i]), words), taught, classes.Names.Count, Penalties);
        var right = Array.ConvertAll(judged, i => classes[labels[i]]);
        double Share(Func<int, int[]> text) => Accuracy(model.Classes(FeatureRows.OfBags(Array.ConvertAll(judged, i => text(i)), words)), right);
        var frequent = taught.CountBy(value => value).OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key;
        return new LabelAgreement(Share(i => texts[i]), Share(dataset[split].Read), Accuracy(Array.ConvertAll(right, _ => frequent), right));
    }

    private static double Accuracy(int[] found, int[] right) => found.Zip(right).Count(pair => pair.First == pair.Second) / (double)right.Length;
}
