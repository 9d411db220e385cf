namespace TextVae.Evaluation.Probes;

/// <summary>How probes are judged.</summary>
internal static class ProbeMetrics
{
    /// <summary>1 − Σ(y − ŷ)² / Σ(y − ȳ)², the coefficient of determination.</summary>
    public static double R2(double[] predicted, double[] actual)
    {
        var mean = actual.Average();
        return 1 - (predicted.Zip(actual, (guess, truth) => Square(truth - guess)).Sum() / actual.Sum(truth => Square(truth - mean)));
    }

    /// <summary>The share of classes that are right.</summary>
    public static double Accuracy(double[] predicted, double[] actual) =>
        predicted.Zip(actual).Count(pair => pair.First == pair.Second) / (double)actual.Length;

    /// <summary>The class that most sentences have; of several the smallest.</summary>
    public static double MostFrequent(double[] classes) =>
        classes.CountBy(value => value).OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key;

    /// <summary>
    /// The share of the pairs of a sentence of class 1 and one of class 0 in which the first has the larger score, equal ones
    /// counted half (Mann and Whitney's statistic).
    /// </summary>
    public static double Auc(double[] scores, double[] actual)
    {
        var (pairsWon, negativesBelow) = (0.0, 0L);
        foreach (var tie in scores.Zip(actual).GroupBy(pair => pair.First).OrderBy(group => group.Key))
        {
            var positives = tie.LongCount(pair => pair.Second == 1);
            var negatives = tie.LongCount() - positives;
            pairsWon += positives * (negativesBelow + (negatives / 2.0));
            negativesBelow += negatives;
        }

        return pairsWon / (negativesBelow * (actual.LongLength - negativesBelow));
    }

    private static double Square(double number) => number * number;
}
