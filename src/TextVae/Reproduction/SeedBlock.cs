namespace TextVae.Reproduction;

/// <summary>
/// A figure of several systems, each trained with the same seeds. A seed gives all systems the same order of the data, so
/// it is a block: a value is a part of the system, a part of the seed, and the rest. The variance of the rest, over all
/// systems of the block, says how far differences between them can be trusted.
/// </summary>
internal sealed class SeedBlock
{
    // Student's t at 97.5 % for 1, 2, ... degrees of freedom.
    private static readonly double[] Quantiles =
        [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131];

    private readonly Dictionary<string, double> _means;
    private readonly double _halfWidth;

    /// <summary>Looks at the values of systems by seed; seeds that a system lacks are left out of all.</summary>
    public SeedBlock(IReadOnlyDictionary<string, IReadOnlyDictionary<long, double>> values)
    {
        long[] seeds =
        [
            .. values.Values.SelectMany(system => system.Keys).Distinct()
                .Where(seed => values.Values.All(system => system.ContainsKey(seed))),
        ];
        _means = values.ToDictionary(
            system => system.Key, system => seeds.Select(seed => system.Value[seed]).DefaultIfEmpty(double.NaN).Average());
        var degrees = (values.Count - 1) * (seeds.Length - 1);
        if (values.Count < 2 || seeds.Length < 2)
        {
            _halfWidth = double.PositiveInfinity;
            return;
        }

        var whole = _means.Values.Average();
        var squares = 0.0;
        foreach (var seed in seeds)
        {
            var ofSeed = values.Values.Average(system => system[seed]);
            squares += values.Sum(system => Math.Pow(system.Value[seed] - _means[system.Key] - ofSeed + whole, 2));
        }

        _halfWidth = Quantile(degrees) * Math.Sqrt(squares / degrees * 2 / seeds.Length);
    }

    /// <summary>Whether a system is in the block with a finite value.</summary>
    public bool Has(string system) => _means.TryGetValue(system, out var mean) && double.IsFinite(mean);

    /// <summary>The mean of the second system less that of the first, with Student's interval.</summary>
    public Estimate Difference(string first, string second) => new(_means[second] - _means[first], _halfWidth);

    // Beyond the table, the first two terms of the expansion about the normal distribution's 1.96 are exact to a thousandth.
    private static double Quantile(int degrees) =>
        degrees <= Quantiles.Length ? Quantiles[degrees - 1] : 1.960 + (2.372 / degrees) + (2.823 / ((double)degrees * degrees));
}
