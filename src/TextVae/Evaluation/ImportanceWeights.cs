namespace TextVae.Evaluation;

/// <summary>
/// The importance-weighted estimate of one sentence, and its curve over smaller numbers of samples, from weights that come one
/// after the other; memory grows with the logarithm of their number.
/// </summary>
internal sealed class ImportanceWeights
{
    private readonly int _count;
    private readonly WeightGroups[] _groups;
    private readonly LogWeightSum _all = new();

    /// <param name="count">k, the number of weights that will come.</param>
    public ImportanceWeights(int count)
    {
        _count = count;
        _groups = [.. CurveSizes(count).SkipLast(1).Select(size => new WeightGroups(size, count))];
    }

    /// <summary>The numbers of samples on the curve: the powers of two below k, and k.</summary>
    public static IEnumerable<int> CurveSizes(int count)
    {
        for (var size = 1L; size < count; size *= 2)
            yield return (int)size;
        yield return count;
    }

    /// <summary>Takes up one weight, given as its logarithm.</summary>
    public void Add(double logWeight)
    {
        _all.Add(logWeight);
        foreach (var groups in _groups)
            groups.Add(logWeight);
    }

    /// <summary>The estimate from all weights, once they have come.</summary>
    public ImportanceEstimate Estimate()
    {
        var nll = Math.Log(_count) - _all.LogSum;
        return new ImportanceEstimate(nll, _all.EffectiveSamples)
        {
            Curve = [.. _groups.Select(groups => groups.MeanNegativeLogLikelihood()), nll],
        };
    }
}
