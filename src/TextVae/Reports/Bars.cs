namespace TextVae.Reports;

/// <summary>Bars over places that are counted from 1.</summary>
/// <param name="Id">The name of the chart as that of a file.</param>
/// <param name="Title">What it shows.</param>
/// <param name="XUnit">What stands along the axis.</param>
/// <param name="YUnit">What the heights are in.</param>
/// <param name="Heights">The heights, none below 0; at least one.</param>
/// <param name="Least">What is less than this counts as nothing, and is drawn as such.</param>
public sealed record Bars(string Id, string Title, string XUnit, string YUnit, IReadOnlyList<double> Heights, double Least)
{
    // Dimensions with less are all but the prior.
    private const double LittleKl = 0.01;

    /// <summary>The KL of each dimension of z, the largest first; null for a language model.</summary>
    public static Bars? OfKl(RunReport run)
    {
        if (run.Figures.KlPerDimension is not { } kl)
            return null;
        var dead = kl.Count(nats => nats < LittleKl);
        var which = dead == 0 ? "none" : FormattableString.Invariant($"{dead} of {kl.Count}, in grey,");
        return new Bars(
            "kl_per_dimension", FormattableString.Invariant($"KL of each dimension of z; {which} below {LittleKl} nats"), "dimensions, by their KL", "nats",
            [.. kl.OrderDescending()], LittleKl);
    }
}
