namespace TextVae.Evaluation.Probes;

/// <summary>
/// Multinomial logistic regression: the cross-entropy of all sentences with ½ penalty · |W|², W being the weights of
/// standardised features, and intercepts that cost nothing.
/// </summary>
internal sealed class LogisticRegression
{
    // The largest slope of the mean loss that counts as none.
    private const double Tolerance = 1e-5;

    private readonly FeatureRows _rows;
    private readonly int[] _target;
    private readonly int _classes;
    private readonly double _penalty;
    private readonly double[] _means;
    private readonly double[] _scales;

    private LogisticRegression(FeatureRows rows, int[] target, int classes, double penalty)
    {
        _rows = rows;
        _target = target;
        _classes = classes;
        _penalty = penalty;
        (_means, _scales) = rows.Standard();
    }

    /// <summary>The minimum, which is the only one.</summary>
    /// <param name="rows">The features to train on.</param>
    /// <param name="target">The class of each sentence.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="penalty">Above 0.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LogisticModel Fit(
        FeatureRows rows, int[] target, int classes, double penalty, CancellationToken cancellation = default)
    {
        var regression = new LogisticRegression(rows, target, classes, penalty);
        return regression.Model(LimitedMemoryBfgs.Minimise(
            regression.Loss, new double[(rows.Width + 1) * classes], Tolerance * rows.Count, cancellation));
    }

    /// <summary>
    /// The minimum with the penalty, of several, that has the lowest cross-entropy on the last fifth of the sentences after training
    /// on the others; then all are trained on.
    /// </summary>
    /// <param name="rows">The features to train on, in an order that means nothing.</param>
    /// <param name="target">The class of each sentence.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="penalties">A sentence each; the first, where others are no better or no sentence is left to choose by.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LogisticModel FitBest(
        FeatureRows rows, int[] target, int classes, IReadOnlyList<double> penalties, CancellationToken cancellation)
    {
        var part = Math.Min((rows.Count * 4 / 5) + 1, rows.Count);
        var heldOut = target[part..];
        var best = heldOut.Length == 0 ? penalties[0] : penalties.MinBy(penalty =>
        {
            var model = Fit(rows[..part], target[..part], classes, penalty * part, cancellation);
            return CrossEntropy(model.Scores(rows[part..]), classes, heldOut);
        });
        return Fit(rows, target, classes, best * target.Length, cancellation);
    }

    /// <summary>The loss of parameters, [features + 1, classes]: W, then the intercepts.</summary>
    private double Loss(double[] parameters, double[] slopes)
    {
        var scores = Model(parameters).Scores(_rows);
        var loss = 0.0;
        for (var row = 0; row < _rows.Count; row++)
            loss += ToSurplus(scores.AsSpan(row * _classes, _classes), _target[row]);
        Array.Clear(slopes);
        _rows.AddTransposed(scores, slopes, _classes);
        var totals = slopes.AsSpan(_rows.Width * _classes);
        for (var i = 0; i < scores.Length; i++)
            totals[i % _classes] += scores[i];
        for (var i = 0; i < _rows.Width * _classes; i++)
        {
            var (feature, ofClass) = Math.DivRem(i, _classes);
            slopes[i] = (_scales[feature] * (slopes[i] - (_means[feature] * totals[ofClass]))) + (_penalty * parameters[i]);
            loss += 0.5 * _penalty * parameters[i] * parameters[i];
        }

        return loss;
    }

    private static double CrossEntropy(double[] scores, int classes, int[] target)
    {
        var sum = 0.0;
        for (var row = 0; row < target.Length; row++)
            sum += ToSurplus(scores.AsSpan(row * classes, classes), target[row]);
        return sum / target.Length;
    }

    /// <summary>Turns the scores of a sentence into its probabilities, less 1 for the right class.</summary>
    /// <returns>−ln p of the right class.</returns>
    private static double ToSurplus(Span<double> scores, int right)
    {
        var (largest, ofRight) = (double.NegativeInfinity, scores[right]);
        foreach (var score in scores)
            largest = Math.Max(largest, score);
        var sum = 0.0;
        foreach (ref var score in scores)
            sum += score = Math.Exp(score - largest);
        foreach (ref var score in scores)
            score /= sum;
        scores[right] -= 1;
        return Math.Log(sum) + largest - ofRight;
    }

    /// <summary>The same scores from features as they are.</summary>
    private LogisticModel Model(double[] parameters)
    {
        var weights = parameters[..^_classes];
        var intercepts = parameters[^_classes..];
        for (var i = 0; i < weights.Length; i++)
        {
            var (feature, ofClass) = Math.DivRem(i, _classes);
            weights[i] *= _scales[feature];
            intercepts[ofClass] -= _means[feature] * weights[i];
        }

        return new LogisticModel(weights, intercepts);
    }
}
