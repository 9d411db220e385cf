namespace TextVae.Evaluation.Probes;

/// <summary>What a probe is asked for.</summary>
public enum ProbeKind
{
    /// <summary>The number of words of the text.</summary>
    Length,

    /// <summary>The label that the dataset gives to the text.</summary>
    Label,

    /// <summary>Which of the most frequent first words the text begins with, or that it is another.</summary>
    FirstWord,

    /// <summary>Which of the most frequent last words the text ends with, or that it is another.</summary>
    LastWord,

    /// <summary>Whether a phrase is in the text.</summary>
    Phrase,

    /// <summary>Whether a word is in the text that separates the labels.</summary>
    LabelWord,
}

/// <summary>How a probe is judged.</summary>
public enum ProbeMetric
{
    /// <summary>1 − squared error / squared distance from the mean: 1 is exact, 0 is knowing the mean alone.</summary>
    R2,

    /// <summary>The share of the texts whose class is the most probable one.</summary>
    Accuracy,

    /// <summary>The chance that a text with the phrase is thought likelier to have it than a text without: the area under the
    /// ROC curve. ½ is knowing nothing, however rare the phrase.</summary>
    Auc,
}

/// <summary>How well a linear probe reads something from the posterior means, on texts it was not trained on.</summary>
/// <param name="Target">What it reads: <c>length</c>, the name of the label, <c>first_word</c>, <c>last_word</c>, a phrase or a word.</param>
/// <param name="Kind">What sort of thing that is.</param>
/// <param name="Metric">How it is judged; more is better.</param>
/// <param name="Value">The figure of the probe.</param>
/// <param name="Majority">That of knowing no text: the mean or the most frequent class of the training sentences.</param>
/// <param name="BagOfWords">That of a probe which reads the words of the text themselves, without their order.</param>
/// <param name="N">The texts it was tried on.</param>
public sealed record ProbeFigure(
    string Target, ProbeKind Kind, ProbeMetric Metric, double Value, double Majority, double BagOfWords, int N);

/// <summary>The probes of a model.</summary>
/// <param name="Probes">What was measured.</param>
/// <param name="FewLabels">How well the label is told with few labelled texts; empty where there are no labels.</param>
/// <param name="LeftOut">What could not be asked for, each with its reason as a sentence.</param>
public sealed record ProbeReport(
    IReadOnlyList<ProbeFigure> Probes, IReadOnlyList<FewLabelsFigure> FewLabels, IReadOnlyList<string> LeftOut);
