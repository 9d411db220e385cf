using System.Globalization;

namespace TextVae.Reproduction;

/// <summary>The comparisons of one claim in one figure. What was not measured cannot be told.</summary>
internal sealed class Comparisons
{
    /// <summary>Systems closer than this, in nats a token, are alike: one per cent of a perplexity.</summary>
    public const double Tolerance = 0.01;

    private readonly string _figure;
    private readonly SeedBlock _block;

    /// <param name="measure">The figure.</param>
    /// <param name="systems">All systems of the claim, which together tell how far their figures vary.</param>
    /// <param name="results">All results.</param>
    public Comparisons(Measure measure, IEnumerable<string> systems, IReadOnlyList<SystemResult> results)
    {
        _figure = measure.Name;
        _block = new SeedBlock(
            results.Where(result => systems.Contains(result.System)).GroupBy(result => result.System).ToDictionary(
                system => system.Key,
                IReadOnlyDictionary<long, double> (system) => system.ToDictionary(result => result.Seed, measure.Of)));
    }

    /// <summary>The second system is above the first by more than a margin; a negative margin lets it be a little below.</summary>
    public Evidence IsAbove(string low, string high, double margin = 0) =>
        Compare(low, high, estimate => estimate.IsAbove(margin), $"above {Shown(margin)}");

    /// <summary>Neither system is above the other by the tolerance.</summary>
    public Evidence AreAlike(string one, string other) =>
        Compare(one, other, estimate => estimate.IsWithin(Tolerance), $"within ±{Shown(Tolerance)}");

    /// <summary>The outputs of a system reuse phrases more than its inputs do, and in more than half of the places.</summary>
    public static IEnumerable<Evidence> ReusesPhrases(string system, IReadOnlyList<SystemResult> results)
    {
        var measured = results.Where(result => result.System == system && result.Phrases is not null).ToArray();
        foreach (var (other, value) in new (string, Func<PhraseFigures, double>)[]
        {
            ("its inputs", phrases => phrases.InputsReuse), ("one half", _ => 0.5),
        })
        {
            var rows = new[] { (Name: system, Value: (Func<PhraseFigures, double>)(phrases => phrases.Reuse)), (Name: other, Value: value) };
            var block = new SeedBlock(rows.ToDictionary(
                row => row.Name,
                IReadOnlyDictionary<long, double> (row) => measured.ToDictionary(result => result.Seed, result => row.Value(result.Phrases!))));
            yield return Compare("reused phrases", block, other, system, estimate => estimate.IsAbove(0), "above 0");
        }
    }

    private Evidence Compare(string first, string second, Func<Estimate, Verdict> judge, string claimed) =>
        Compare(_figure, _block, first, second, judge, claimed);

    private static Evidence Compare(
        string figure, SeedBlock block, string first, string second, Func<Estimate, Verdict> judge, string claimed)
    {
        var what = $"{figure}, {second} − {first}";
        if (!block.Has(first) || !block.Has(second))
            return new Evidence(what, null, null, claimed, Verdict.CannotBeTold);
        var estimate = block.Difference(first, second);
        return new Evidence(
            what, estimate.Difference, double.IsFinite(estimate.HalfWidth) ? estimate.HalfWidth : null, claimed, judge(estimate));
    }

    private static string Shown(double margin) => margin.ToString("0.###;−0.###", CultureInfo.InvariantCulture);
}
