using TextVae.Distributed;

namespace TextVae.Evaluation;

/// <summary>What ranks have measured of the sentences of a split, brought together in each of them.</summary>
internal static class SharedBounds
{
    // Of a sentence that was not measured here all are 0, so sums over ranks are what the one rank has measured, to the last bit.
    private const int HasWeighted = 3;
    private const int HasInformation = 6;
    private const int Fixed = 8;

    /// <summary>Fills in the sentences that other ranks have measured.</summary>
    /// <param name="sentences">Those that were measured here, null for the others.</param>
    /// <param name="ranks">Who has measured.</param>
    public static void Gather(SentenceBound?[] sentences, Ranks ranks)
    {
        Span<double> longest = new double[ranks.Count];
        longest[ranks.Rank] = sentences.Max(sentence => sentence?.Weighted?.Curve.Count ?? 0);
        ranks.Sum(longest);
        var width = Fixed + (int)longest.ToArray().Max();
        var numbers = new double[(long)sentences.Length * width];
        foreach (var (place, sentence) in sentences.Index())
        {
            if (sentence is not null)
                Write(sentence, numbers.AsSpan(place * width, width));
        }

        ranks.Sum(numbers.AsSpan());
        for (var place = 0; place < sentences.Length; place++)
            sentences[place] ??= Read(numbers.AsSpan(place * width, width));
    }

    private static void Write(SentenceBound sentence, Span<double> row)
    {
        (row[0], row[1], row[2]) = (sentence.Tokens, sentence.Reconstruction, sentence.Kl);
        if (sentence.Weighted is { } weighted)
        {
            (row[HasWeighted], row[4], row[5]) = (1, weighted.NegativeLogLikelihood, weighted.EffectiveSamples);
            foreach (var (i, value) in weighted.Curve.Index())
                row[Fixed + i] = value;
        }

        if (sentence.Information is { } information)
            (row[HasInformation], row[7]) = (1, information);
    }

    private static SentenceBound Read(Span<double> row)
    {
        var weighted = row[HasWeighted] == 0 ? null : new ImportanceEstimate(row[4], row[5]) { Curve = row[Fixed..].ToArray() };
        return new SentenceBound((int)row[0], row[1], row[2], weighted, row[HasInformation] == 0 ? null : row[7]);
    }
}
