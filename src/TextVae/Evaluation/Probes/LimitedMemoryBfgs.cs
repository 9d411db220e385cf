namespace TextVae.Evaluation.Probes;

/// <summary>
/// The minimum of a smooth convex function by the limited-memory quasi-Newton method (Liu and Nocedal 1989): the last steps and
/// how the slope has changed along them stand for the curvature. TorchSharp's own LBFGS offers no line search: its steps need not
/// go down, and where they do not, nothing tells.
/// </summary>
internal static class LimitedMemoryBfgs
{
    private const int Memory = 10;
    private const int MaximumSteps = 2000;

    // The share of what the slope promises that a step has to bring.
    private const double Decrease = 1e-4;

    /// <summary>A function with its slopes.</summary>
    /// <param name="at">Where.</param>
    /// <param name="slopes">Filled with the slopes there.</param>
    /// <returns>The value there.</returns>
    public delegate double Function(double[] at, double[] slopes);

    /// <summary>Goes down until no slope is steeper than the tolerance, or no step brings anything any more.</summary>
    /// <param name="function">What is minimised.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="tolerance">The largest slope that counts as none.</param>
    /// <param name="cancellation">Stops between two looks at the function.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static double[] Minimise(Function function, double[] start, double tolerance, CancellationToken cancellation)
    {
        var (at, slopes) = (start, new double[start.Length]);
        var value = function(at, slopes);
        var steps = new LinkedList<Step>();
        for (var i = 0; i < MaximumSteps && slopes.Max(Math.Abs) > tolerance; i++)
        {
            var direction = Direction(slopes, steps);
            var promised = Dot(direction, slopes);
            var (next, nextSlopes) = (new double[at.Length], new double[at.Length]);
            // The first step knows no curvature, so it is no longer than 1.
            var length = steps.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(-promised)) : 1;
            double nextValue;
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var j = 0; j < next.Length; j++)
                    next[j] = at[j] + (length * direction[j]);
                nextValue = function(next, nextSlopes);
                if (nextValue <= value + (Decrease * length * promised))
                    break;
                length /= 2;
                if (length < 1e-12)
                    return at;
            }

            var step = new Step(Difference(next, at), Difference(nextSlopes, slopes));
            if (step.Curvature > 0)
                steps.AddLast(step);
            if (steps.Count > Memory)
                steps.RemoveFirst();
            (at, slopes, value) = (next, nextSlopes, nextValue);
        }

        return at;
    }

    /// <summary>−H · slopes, H being the inverse curvature that the steps tell of.</summary>
    private static double[] Direction(double[] slopes, LinkedList<Step> steps)
    {
        var direction = Array.ConvertAll(slopes, slope => -slope);
        var shares = new Stack<double>();
        for (var node = steps.Last; node is not null; node = node.Previous)
        {
            shares.Push(Dot(node.Value.Moved, direction) / node.Value.Curvature);
            AddScaled(direction, node.Value.Turned, -shares.Peek());
        }

        if (steps.Last is { Value: var last })
        {
            var scale = last.Curvature / Dot(last.Turned, last.Turned);
            for (var i = 0; i < direction.Length; i++)
                direction[i] *= scale;
        }

        foreach (var step in steps)
            AddScaled(direction, step.Moved, shares.Pop() - (Dot(step.Turned, direction) / step.Curvature));
        return direction;
    }

    private static double[] Difference(double[] one, double[] other)
    {
        var difference = new double[one.Length];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = one[i] - other[i];
        return difference;
    }

    private static double Dot(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
            sum += one[i] * other[i];
        return sum;
    }

    private static void AddScaled(double[] sums, double[] added, double scale)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += scale * added[i];
    }

    /// <summary>A step that was taken, and how the slopes have changed along it.</summary>
    private sealed record Step(double[] Moved, double[] Turned)
    {
        public double Curvature { get; } = Dot(Moved, Turned);
    }
}
