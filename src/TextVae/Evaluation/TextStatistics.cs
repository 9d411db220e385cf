namespace TextVae.Evaluation;

/// <summary>How long texts are, in words, and how much of them is unknown.</summary>
public sealed record TextStatistics
{
    /// <summary>How many texts.</summary>
    public required int Texts { get; init; }

    /// <summary>The share of their words that is the unknown word; 0 where there is no word.</summary>
    public required double UnknownShare { get; init; }

    /// <summary>The mean length.</summary>
    public required double LengthMean { get; init; }

    /// <summary>The standard deviation of the length, with the number of texts as its divisor.</summary>
    public required double LengthDeviation { get; init; }

    /// <summary>The length that 5 % of the texts do not exceed: the smallest with at least that share.</summary>
    public required int LengthP5 { get; init; }

    /// <summary>The same of 25 %.</summary>
    public required int LengthP25 { get; init; }

    /// <summary>The same of half of them.</summary>
    public required int LengthP50 { get; init; }

    /// <summary>The same of 75 %.</summary>
    public required int LengthP75 { get; init; }

    /// <summary>The same of 95 %.</summary>
    public required int LengthP95 { get; init; }

    /// <summary>Measures texts.</summary>
    /// <param name="texts">The word ids of each.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static TextStatistics Of(IReadOnlyList<int[]> texts)
    {
        if (texts.Count == 0)
            throw new ArgumentException("There is no text to measure.", nameof(texts));
        int[] lengths = [.. texts.Select(text => text.Length).Order()];
        // Whole numbers first, so that no order of the texts changes a digit.
        var words = lengths.Sum(length => (long)length);
        var squares = lengths.Sum(length => (double)length * length);
        var mean = (double)words / lengths.Length;
        int Quantile(int percent) => lengths[(int)(((long)lengths.Length * percent + 99) / 100) - 1];
        return new TextStatistics
        {
            Texts = lengths.Length,
            UnknownShare = words == 0
                ? 0
                : texts.Sum(text => text.AsSpan().Count(Corpus.Vocabulary.Unknown)) / (double)words,
            LengthMean = mean,
            LengthDeviation = Math.Sqrt(Math.Max(0, (squares / lengths.Length) - (mean * mean))),
            LengthP5 = Quantile(5),
            LengthP25 = Quantile(25),
            LengthP50 = Quantile(50),
            LengthP75 = Quantile(75),
            LengthP95 = Quantile(95),
        };
    }
}
