using TextVae.Corpus;
using TextVae.Evaluation.NGrams;

namespace TextVae.Evaluation;

/// <summary>
/// What the texts are like that a model writes by itself, z from the prior and each word from p(x|z), beside the real texts
/// of a split. Perplexities are those of a Kneser–Ney 5-gram model (<see cref="KneserNey"/>), a token being a word or an
/// end token.
/// </summary>
public sealed record SampledReport
{
    /// <summary>Replicated sets behind each of <see cref="Checks"/>.</summary>
    private const int Replications = 999;

    /// <summary>Pairs of words with a check of their own.</summary>
    private const int Bigrams = 10;

    /// <summary>The 5-gram model of the training split on the sampled texts: how fluent they are. It is low too where they
    /// are all the same.</summary>
    public required double ForwardPerplexity { get; init; }

    /// <summary>The same model on the real texts.</summary>
    public required double ForwardPerplexityReal { get; init; }

    /// <summary>The 5-gram model of the sampled texts on the real ones: how much of the language they cover. It is high where
    /// they are few, all the same, or no language (Zhao et al. 2018).</summary>
    public required double ReversePerplexity { get; init; }

    /// <summary>The same from as many texts of the training split in place of the sampled ones: what real texts would
    /// have.</summary>
    public required double ReversePerplexityReal { get; init; }

    /// <summary>The texts of the training split behind <see cref="ReversePerplexityReal"/>; fewer than were sampled where the
    /// split has no more.</summary>
    public required int ReverseTextsReal { get; init; }

    /// <summary>Lengths and unknown words of the real texts.</summary>
    public required TextStatistics RealTexts { get; init; }

    /// <summary>The same of the sampled ones.</summary>
    public required TextStatistics SampledTexts { get; init; }

    /// <summary>Where figures of the real texts lie among replicated sets.</summary>
    public required IReadOnlyList<PredictiveCheck> Checks { get; init; }

    /// <summary>Measures sampled texts. No figure depends on their order.</summary>
    /// <param name="dataset">The dataset of the model.</param>
    /// <param name="split">The split with the real texts.</param>
    /// <param name="sampled">The word ids of each sampled text.</param>
    /// <param name="seed">The seed of the replicated sets and of the training texts drawn for comparison.</param>
    /// <param name="cancellation">Stops between texts, runs of words and sets.</param>
    /// <exception cref="ArgumentException">There is no sampled text.</exception>
    /// <exception cref="RecipeException">The split is the training split.</exception>
    /// <exception cref="DataException">A split has no text.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SampledReport Of(
        Dataset dataset, Split split, IReadOnlyList<int[]> sampled, long seed, CancellationToken cancellation = default)
    {
        if (sampled.Count == 0)
            throw new ArgumentException("There is no text to measure.", nameof(sampled));
        RequireMeasurable(split);
        var (training, real) = (Read(dataset.Train, "training"), Read(dataset[split], "measured"));
        KneserNey Trained(IReadOnlyList<int[]> texts) => KneserNey.Train(texts, dataset.Vocabulary.Types, cancellation: cancellation);

        var ofTraining = Trained(training);
        var (forward, forwardReal) = (ofTraining.Perplexity(sampled, cancellation), ofTraining.Perplexity(real, cancellation));
        var drawn = training.ToArray();
        new RandomStream(seed).Shuffle<int[]>(drawn);
        var some = drawn[..Math.Min(sampled.Count, drawn.Length)];
        return new SampledReport
        {
            ForwardPerplexity = forward,
            ForwardPerplexityReal = forwardReal,
            ReversePerplexity = Trained(sampled).Perplexity(real, cancellation),
            ReversePerplexityReal = Trained(some).Perplexity(real, cancellation),
            ReverseTextsReal = some.Length,
            RealTexts = TextStatistics.Of(real),
            SampledTexts = TextStatistics.Of(sampled),
            Checks = new PredictiveChecks(new PredictiveStatistics(training, dataset.Vocabulary, Bigrams), Replications, seed)
                .Of(real, sampled, cancellation),
        };
    }

    /// <summary>Tells before any text is sampled whether <see cref="Of"/> will do it.</summary>
    /// <param name="split">The split with the real texts.</param>
    /// <exception cref="RecipeException">It is the training split.</exception>
    public static void RequireMeasurable(Split split) => MeasuredSplit.RequireUnlearned(split, "Sampled texts");

    private static int[][] Read(TokenStore split, string which) =>
        split.Count > 0
            ? [.. Enumerable.Range(0, split.Count).Select(split.Read)]
            : throw new DataException($"The {which} split has no text to compare with. Choose another with --split, or prepare the dataset with one.");
}
