namespace TextVae.Evaluation;

/// <summary>
/// Running sums of importance weights, relative to the largest so far, so that none overflows and any number of
/// samples takes no memory.
/// </summary>
internal sealed class ImportanceWeights
{
    private double _largest = double.NegativeInfinity;
    private double _sum;
    private double _sumOfSquares;
    private long _count;

    /// <summary>Takes up one weight, given as its logarithm.</summary>
    public void Add(double logWeight)
    {
        _count++;
        if (logWeight > _largest)
        {
            var shrink = Math.Exp(_largest - logWeight);
            _sum *= shrink;
            _sumOfSquares *= shrink * shrink;
            _largest = logWeight;
        }

        var weight = Math.Exp(logWeight - _largest);
        _sum += weight;
        _sumOfSquares += weight * weight;
    }

    /// <summary>The estimate from all weights taken up.</summary>
    public ImportanceEstimate Estimate() =>
        new(Math.Log(_count) - _largest - Math.Log(_sum), _sum * _sum / _sumOfSquares);
}
