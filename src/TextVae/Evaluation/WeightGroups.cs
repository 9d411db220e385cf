namespace TextVae.Evaluation;

/// <summary>
/// The estimate that fewer samples would give, as the mean over groups of that size: each group is as good as a fresh draw, so
/// its expectation is that of the smaller number of samples. Where the last group comes out short it is filled up with the
/// first weights, so that every weight is used and none twice in a group.
/// </summary>
internal sealed class WeightGroups(int size, int count)
{
    private readonly int _missing = (size - (count % size)) % size;
    private readonly LogWeightSum _first = new();
    private LogWeightSum _group = new();
    private double _sum;
    private int _groups;
    private int _seen;

    /// <summary>Takes up one weight, given as its logarithm.</summary>
    public void Add(double logWeight)
    {
        if (_seen < _missing)
            _first.Add(logWeight);
        _group.Add(logWeight);
        _seen++;
        if (_seen % size == 0)
            Close();
    }

    /// <summary>The mean over groups of −ln (1/size) Σ w, once all weights have come.</summary>
    public double MeanNegativeLogLikelihood()
    {
        if (_seen % size != 0)
        {
            _group.Add(_first);
            _seen += _missing;
            Close();
        }

        return _sum / _groups;
    }

    private void Close()
    {
        _sum += Math.Log(size) - _group.LogSum;
        _groups++;
        _group = new LogWeightSum();
    }
}
