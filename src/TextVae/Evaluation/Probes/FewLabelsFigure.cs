namespace TextVae.Evaluation.Probes;

/// <summary>How well the label is told where only some texts have one: semi-supervised classification from z.</summary>
/// <param name="Labels">The labelled texts that a probe was trained on.</param>
/// <param name="Draws">How many times they were drawn anew.</param>
/// <param name="Accuracy">The share of texts whose label a probe of the posterior means tells, the mean over draws.</param>
/// <param name="Deviation">Its standard deviation over draws, with draws − 1 as its divisor.</param>
/// <param name="BagOfWords">The accuracy of a probe of the words of the same texts, the mean over draws.</param>
/// <param name="BagOfWordsDeviation">Its standard deviation.</param>
/// <param name="Majority">The accuracy of the most frequent label of the texts trained on, the mean over draws.</param>
/// <param name="N">The texts it was tried on.</param>
public sealed record FewLabelsFigure(
    int Labels, int Draws, double Accuracy, double Deviation, double BagOfWords, double BagOfWordsDeviation, double Majority, int N);
