namespace TextVae.Benchmarks;

/// <summary>How a quantity went over the second half of a long training.</summary>
/// <param name="First">Its value in the middle of the training.</param>
/// <param name="Last">Its value at the end.</param>
/// <param name="PerThousandSteps">Its slope by least squares.</param>
/// <param name="PerHour">The same slope at the speed of the whole training.</param>
public sealed record MemoryTrend(double First, double Last, LineFit PerThousandSteps, LineFit PerHour)
{
    private const int Thousand = 1000;
    private const int SecondsPerHour = 3600;

    internal static MemoryTrend Of(IReadOnlyList<(double Step, double Value)> samples, double stepsPerSecond)
    {
        var fit = LineFit.Of(samples);
        return new MemoryTrend(
            samples[0].Value, samples[^1].Value, fit.Times(Thousand), fit.Times(stepsPerSecond * SecondsPerHour));
    }
}
