using System.Text.Json.Serialization;

namespace TextVae.Evaluation;

/// <summary>What the texts are like that a model makes of its sentences' vectors. Words are compared as ids of the vocabulary.</summary>
public sealed record DecodingReport
{
    /// <summary>Corpus BLEU-4 of each sentence's best text with the sentence as its reference, 0 to 100 (<see cref="Bleu"/>).</summary>
    public required double ReconstructionBleu { get; init; }

    /// <summary>
    /// The words that have to be changed to make the sentences of their best texts, over the words of the sentences
    /// (<see cref="WordErrors"/>); 0 is exact, and it may be above 1.
    /// </summary>
    public required double WordErrorRate { get; init; }

    /// <summary>
    /// The share of tokens that the model finds most probable when it reads the sentence's own words before them
    /// (<see cref="Evaluation.WordAccuracy"/>), which no text tells; null where it was not measured.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WordAccuracy { get; init; }

    /// <summary>Different words over all words, of the best texts of all sentences together (<see cref="Distinct"/>).</summary>
    [JsonPropertyName("distinct_1")]
    public required double Distinct1 { get; init; }

    /// <summary>The same of different pairs of words.</summary>
    [JsonPropertyName("distinct_2")]
    public required double Distinct2 { get; init; }

    /// <summary>
    /// Self-BLEU of these texts, 0 to 100: the mean BLEU-4 of each with all others as its references (Zhu et al. 2018). Null
    /// where there is only one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SelfBleu { get; init; }

    /// <summary>
    /// The share of the sentences with a label whose best text has that label too, as a classifier of real texts judges
    /// (<see cref="Evaluation.LabelAgreement"/>). Null without labels.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LabelAgreement { get; init; }

    /// <summary>The same of the sentences themselves: the accuracy of the classifier.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LabelAgreementReal { get; init; }

    /// <summary>The same of texts that all have the most frequent label of the training split: chance.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LabelAgreementMajority { get; init; }

    /// <summary>The mean number of texts that were found of a sentence; null where one was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Hypotheses { get; init; }

    /// <summary><see cref="Distinct1"/> within the list of a sentence's texts, the mean over sentences.</summary>
    [JsonPropertyName("list_distinct_1")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ListDistinct1 { get; init; }

    /// <summary><see cref="Distinct2"/> within the list, the mean over sentences.</summary>
    [JsonPropertyName("list_distinct_2")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ListDistinct2 { get; init; }

    /// <summary><see cref="SelfBleu"/> within the list, the mean over the sentences with at least two texts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ListSelfBleu { get; init; }

    /// <summary>Lengths and unknown words of the sentences.</summary>
    public required TextStatistics RealTexts { get; init; }

    /// <summary>The same of their best texts.</summary>
    public required TextStatistics DecodedTexts { get; init; }

    /// <summary>Measures what was decoded.</summary>
    /// <param name="sentences">Word ids of the sentences that were encoded.</param>
    /// <param name="texts">For each the word ids of the texts decoded from it, the best first, at least one.</param>
    /// <exception cref="ArgumentException">There are not as many lists as sentences, or none.</exception>
    public static DecodingReport Of(IReadOnlyList<int[]> sentences, IReadOnlyList<int[][]> texts)
    {
        if (texts.Count == 0)
            throw new ArgumentException("There is no text to measure.", nameof(texts));
        int[][] best = [.. texts.Select(list => list[0])];
        var isOfLists = texts.Any(list => list.Length > 1);
        return new DecodingReport
        {
            ReconstructionBleu = Bleu.OfCorpus(best, sentences),
            WordErrorRate = WordErrors.Rate(best, sentences),
            Distinct1 = Distinct.Share(best, 1),
            Distinct2 = Distinct.Share(best, 2),
            SelfBleu = Evaluation.SelfBleu.Of(best),
            Hypotheses = isOfLists ? texts.Average(list => list.Length) : null,
            ListDistinct1 = isOfLists ? texts.Average(list => Distinct.Share(list, 1)) : null,
            ListDistinct2 = isOfLists ? texts.Average(list => Distinct.Share(list, 2)) : null,
            ListSelfBleu = isOfLists ? texts.Average(list => Evaluation.SelfBleu.Of(list)) : null,
            RealTexts = TextStatistics.Of(sentences),
            DecodedTexts = TextStatistics.Of(best),
        };
    }
}
