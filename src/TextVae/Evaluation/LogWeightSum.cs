namespace TextVae.Evaluation;

/// <summary>
/// A running Σ w and Σ w² of weights that are given by their logarithms, relative to the largest so far, so that none
/// overflows and any number of them takes no memory.
/// </summary>
internal sealed class LogWeightSum
{
    private double _largest = double.NegativeInfinity;
    private double _sum;
    private double _sumOfSquares;

    /// <summary>ln Σ w; −∞ of no weight.</summary>
    public double LogSum => _largest + Math.Log(_sum);

    /// <summary>(Σ w)² / Σ w².</summary>
    public double EffectiveSamples => _sum * _sum / _sumOfSquares;

    /// <summary>Takes up one weight.</summary>
    public void Add(double logWeight) => Add(logWeight, 1, 1);

    /// <summary>Takes up all weights of another sum.</summary>
    public void Add(LogWeightSum other) => Add(other._largest, other._sum, other._sumOfSquares);

    private void Add(double largest, double sum, double sumOfSquares)
    {
        // Weights of 0 change nothing, and −∞ − −∞ is no number.
        if (double.IsNegativeInfinity(largest))
            return;
        if (largest <= _largest)
        {
            var shrink = Math.Exp(largest - _largest);
            _sum += shrink * sum;
            _sumOfSquares += shrink * shrink * sumOfSquares;
            return;
        }

        var shrinkOwn = Math.Exp(_largest - largest);
        _sum = (shrinkOwn * _sum) + sum;
        _sumOfSquares = (shrinkOwn * shrinkOwn * _sumOfSquares) + sumOfSquares;
        _largest = largest;
    }
}
