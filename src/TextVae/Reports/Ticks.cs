using System.Globalization;

namespace TextVae.Reports;

/// <summary>Round numbers along an axis.</summary>
public static class Ticks
{
    /// <summary>About as many as asked for, at 1, 2 or 5 times a power of ten.</summary>
    public static IReadOnlyList<double> Between(double low, double high, int about)
    {
        var raw = (high - low) / about;
        if (!(raw > 0) || !double.IsFinite(raw))
            return [low];
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * new[] { 1.0, 2, 5, 10 }.First(multiple => multiple * power >= raw * 0.999);
        var first = (long)Math.Ceiling((low / step) - 1e-9);
        var last = (long)Math.Floor((high / step) + 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => (first + i) * step)];
    }

    /// <summary>Powers of two as far as they go from 1, at most as many as asked for, by their logarithms.</summary>
    /// <param name="largest">The logarithm of the largest number.</param>
    /// <param name="most">The most ticks.</param>
    public static IReadOnlyList<double> Doubling(double largest, int most)
    {
        var stride = Math.Max(1, (int)Math.Ceiling((largest + 1) / most));
        return [.. Enumerable.Range(0, ((int)largest / stride) + 1).Select(i => (double)(i * stride))];
    }

    /// <summary>A number as short as a reader wants it: 12k, 0.25, 1.5, 4e9.</summary>
    public static string Text(double value) => Math.Abs(value) switch
    {
        >= 1e9 => value.ToString("0.#e0", CultureInfo.InvariantCulture),
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
