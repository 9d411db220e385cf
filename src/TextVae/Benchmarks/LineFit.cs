namespace TextVae.Benchmarks;

/// <summary>A straight line through points by least squares.</summary>
/// <param name="Slope">How much y grows with x.</param>
/// <param name="StandardError">Of the slope, from the residuals; 0 where the points are too few to tell.</param>
public sealed record LineFit(double Slope, double StandardError)
{
    /// <summary>Fits points, whose x may not be all the same.</summary>
    /// <exception cref="ArgumentException">There are fewer than two points, or all have the same x.</exception>
    public static LineFit Of(IReadOnlyList<(double X, double Y)> points)
    {
        var (count, x, y) = (points.Count, points.Sum(point => point.X) / points.Count, points.Sum(point => point.Y) / points.Count);
        var spread = points.Sum(point => (point.X - x) * (point.X - x));
        if (!(spread > 0))
            throw new ArgumentException("A line takes points at two places at least.", nameof(points));
        var slope = points.Sum(point => (point.X - x) * (point.Y - y)) / spread;
        var residuals = points.Sum(point => Math.Pow(point.Y - y - (slope * (point.X - x)), 2));
        return new LineFit(slope, count > 2 ? Math.Sqrt(residuals / (count - 2) / spread) : 0);
    }

    /// <summary>The line in another unit of y or x.</summary>
    internal LineFit Times(double factor) => new(Slope * factor, StandardError * Math.Abs(factor));
}
