using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using TextVae.Reports;

namespace TextVae.Cli.Figures;

/// <summary>Axes whose numbers are drawn at their logarithms.</summary>
internal static class LogarithmicAxis
{
    /// <summary>Where numbers stand.</summary>
    public static double[] Places(IEnumerable<double> values) => [.. values.Select(Math.Log10)];

    /// <summary>Ticks at the given numbers.</summary>
    public static void Label(IAxis axis, IEnumerable<double> values)
    {
        var ticks = new NumericManual();
        foreach (var value in values)
            ticks.AddMajor(Math.Log10(value), value.ToString("#,0.###", CultureInfo.InvariantCulture));
        axis.TickGenerator = ticks;
    }

    /// <summary>Ticks at powers of two from 1, of numbers that stand at their logarithms to that base.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="largest">The largest number.</param>
    /// <param name="most">The most ticks.</param>
    public static void LabelDoublings(IAxis axis, double largest, int most)
    {
        var ticks = new NumericManual();
        foreach (var power in Ticks.Doubling(Math.Log2(largest), most))
            ticks.AddMajor(power, Ticks.Text(Math.Pow(2, power)));
        axis.TickGenerator = ticks;
    }

    /// <summary>1, 2, 5, 10, 20, ... from the first below the least number to the first above the largest.</summary>
    public static double[] RoundNumbers(double least, double largest)
    {
        var all = Enumerable.Range(-3, 12).SelectMany(power => new[] { 1, 2, 5 }.Select(digit => digit * Math.Pow(10, power))).ToArray();
        var first = Array.FindLastIndex(all, number => number <= least);
        var last = Array.FindIndex(all, number => number >= largest);
        return all[Math.Max(first, 0)..(last + 1)];
    }
}
