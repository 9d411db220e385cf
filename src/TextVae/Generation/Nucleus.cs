namespace TextVae.Generation;

/// <summary>
/// The fewest words, the most probable first, that hold a share P of the probability at a temperature (Holtzman et al. 2020); of
/// equally probable ones the lower ids. At least one. Masses are relative to the most probable word.
/// </summary>
internal static class Nucleus
{
    /// <summary>The nucleus of some words.</summary>
    /// <param name="words">The most probable ones, the best first; the nucleus is among them.</param>
    /// <param name="options">P and the temperature.</param>
    /// <param name="all">The mass of all words, those that are not here too.</param>
    public static ReadOnlySpan<NextWord> Of(ReadOnlySpan<NextWord> words, DecodingOptions options, double all)
    {
        if (options.TopP >= 1)
            return words;
        var (held, count) = (0.0, 0);
        while (count < words.Length && held < options.TopP * all)
            held += Mass(words[count++].LogProbability, words[0].LogProbability, options.Temperature);
        return words[..count];
    }

    /// <summary>The nucleus of a distribution.</summary>
    /// <param name="logProbabilities">ln p of every word up to a constant; −∞ for those that may not be drawn. One may at least.</param>
    /// <param name="options">P and the temperature.</param>
    public static ReadOnlySpan<NextWord> Of(ReadOnlySpan<float> logProbabilities, DecodingOptions options)
    {
        var best = float.NegativeInfinity;
        foreach (var value in logProbabilities)
            best = Math.Max(best, value);
        var masses = new double[logProbabilities.Length];
        var all = 0.0;
        for (var word = 0; word < masses.Length; word++)
            all += masses[word] = Mass(logProbabilities[word], best, options.Temperature);

        // Words with less than this hold less than 1 − P all together, so the nucleus is among the others: few are sorted.
        var least = (1 - options.TopP) * all / masses.Length;
        var words = new List<NextWord>();
        for (var word = 0; word < masses.Length; word++)
        {
            if (masses[word] >= least && masses[word] > 0)
                words.Add(new NextWord(word, logProbabilities[word]));
        }

        words.Sort(NextWord.BestFirst);
        return Of(words.ToArray(), options, all);
    }

    /// <summary>The mass of words, the best of which is the first.</summary>
    public static double MassOf(ReadOnlySpan<NextWord> words, double temperature)
    {
        var sum = 0.0;
        foreach (var word in words)
            sum += Mass(word.LogProbability, words[0].LogProbability, temperature);
        return sum;
    }

    private static double Mass(double logProbability, double best, double temperature) =>
        Math.Exp((logProbability - best) / temperature);
}
