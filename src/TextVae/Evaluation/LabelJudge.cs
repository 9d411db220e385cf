using TextVae.Corpus;
using TextVae.Evaluation.Probes;

namespace TextVae.Evaluation;

/// <summary>
/// A classifier of labels that was trained on real texts: multinomial logistic regression on how often each word of the vocabulary is in
/// a text. Of stars from 1 to 5 it tells 1 and 2 from 4 and 5, and says nothing of 3.
/// </summary>
public sealed class LabelJudge
{
    // Enough to judge by, and trained on in seconds; larger training splits are drawn from.
    private const int TrainingTexts = 20_000;

    // A sentence each. Of thousands of words most are rare, and need a strong one.
    private static readonly double[] Penalties = [10, 1, 0.1, 0.01];

    private readonly LogisticModel _model;
    private readonly LabelClasses _classes;
    private readonly IReadOnlyList<string> _labels;
    private readonly int _words;

    private LabelJudge(LogisticModel model, LabelClasses classes, Dataset dataset, int mostFrequent)
    {
        (_model, _classes, MostFrequent) = (model, classes, mostFrequent);
        (_labels, _words) = (dataset.Labels, dataset.Vocabulary.Count);
    }

    /// <summary>The class that most of the texts have that it was trained on.</summary>
    internal int MostFrequent { get; }

    /// <summary>Trains it on the labelled texts of the training split.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="seed">Chooses texts where there are very many, and those that the penalty is chosen by.</param>
    /// <param name="cancellation">Stops between steps of the training.</param>
    /// <returns>Null where labels cannot be told apart: there are none, or all texts to train on have the same.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LabelJudge? Train(Dataset dataset, long seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var classes = LabelClasses.Of(dataset.Labels);
        var drawn = new ProbeSentences(dataset, Split.Train, new ProbeOptions { Sentences = TrainingTexts, Seed = seed });
        int[] training = [.. Enumerable.Range(0, drawn.Count).Where(i => classes[drawn.Labels[i]] >= 0)];
        var taught = Array.ConvertAll(training, i => classes[drawn.Labels[i]]);
        if (taught.Distinct().Count() < 2)
            return null;
        var model = LogisticRegression.FitBest(
            FeatureRows.OfBags(Array.ConvertAll(training, i => drawn.Words[i]), dataset.Vocabulary.Count), taught, classes.Names.Count,
            Penalties, cancellation);
        var frequent = taught.CountBy(value => value).OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key;
        return new LabelJudge(model, classes, dataset, frequent);
    }

    /// <summary>Whether each text says what a label says.</summary>
    /// <param name="texts">Word ids of each.</param>
    /// <param name="label">The name of the label.</param>
    /// <returns>Null for all where the label is none that it tells.</returns>
    public bool?[] Agree(IReadOnlyList<int[]> texts, string label)
    {
        var number = Enumerable.Range(0, _labels.Count).FirstOrDefault(i => _labels[i] == label, -1);
        return ClassOf(number) is >= 0 and var wanted
            ? Array.ConvertAll(Classes(texts), found => (bool?)(found == wanted))
            : [.. texts.Select(_ => (bool?)null)];
    }

    /// <summary>The class of a label by its number; −1 for none.</summary>
    internal int ClassOf(int label) => _classes[label];

    /// <summary>The class that each text has, as far as its words tell.</summary>
    internal int[] Classes(IReadOnlyList<int[]> texts) =>
        texts.Count == 0 ? [] : _model.Classes(FeatureRows.OfBags(texts, _words));
}
