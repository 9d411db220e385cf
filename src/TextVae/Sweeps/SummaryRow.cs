namespace TextVae.Sweeps;

/// <summary>The figures of one of the things that a sweep compares, as means over its seeds.</summary>
public sealed record SummaryRow
{
    // What belongs to the data or the recipe, and not to a training.
    private static readonly string[] Given =
        ["sentences", "tokens", "samples", "iw_samples", "latent", "mutual_information_ceiling", "parameters"];

    /// <summary>What it is called in a file of results, such as "ptb-vae".</summary>
    public required string Name { get; init; }

    /// <summary>The seeds that the means are over.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>The command that makes the same runs again.</summary>
    public required string Command { get; init; }

    /// <summary>The commits that the measuring programs were built from.</summary>
    public required IReadOnlyList<string> Commits { get; init; }

    /// <summary>The figures by their names, and with two seeds or more `NAME_deviation`, the standard deviation over them.</summary>
    public required IReadOnlyDictionary<string, double> Figures { get; init; }

    /// <summary>What the seeds have in common, the data, the recipe and the measuring, as a hash; null where that is not known.</summary>
    public string? ExperimentHash { get; init; }

    /// <summary>What the means are of; empty where only they are known.</summary>
    public IReadOnlyList<SeedResult> Runs { get; init; } = [];

    /// <summary>A row for each recipe with a result.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="plan">Its trainings as they were when the results were made: its recipes may have been changed since.</param>
    /// <param name="info">What they have in common.</param>
    /// <param name="results">What came of them.</param>
    internal static IReadOnlyList<SummaryRow> Of(Sweep sweep, IReadOnlyList<SweptRun> plan, SweepInfo info, IReadOnlyList<RunResult> results) =>
    [
        .. results.GroupBy(result => result.Run).Select(group => OfRuns(
            sweep.RowOf(group.Key), SweepCommand.Of(sweep, info, group.Key, group.Select(result => result.Seed)),
            Sweeps.ExperimentHash.Of(plan.First(run => run.Name == group.Key), plan, info, group.First().Measured),
            [.. group.Select(result => new SeedResult(result.Seed, result.Commit, result.Figures))])),
    ];

    /// <summary>
    /// This row with those seeds of an earlier one that it has not, where both are of the same experiment; this row alone otherwise.
    /// </summary>
    internal SummaryRow With(SummaryRow earlier)
    {
        if (ExperimentHash is null || ExperimentHash != earlier.ExperimentHash)
            return this;
        var others = earlier.Runs.Where(run => !Seeds.Contains(run.Seed)).ToArray();
        if (others.Length == 0)
            return this;
        SeedResult[] all = [.. Runs.Concat(others).OrderBy(run => run.Seed)];
        return OfRuns(Name, SweepCommand.WithSeeds(Command, all.Select(run => run.Seed)), ExperimentHash, all);
    }

    /// <summary>The mean of each figure that all have, and its deviation; errors over sentences are left out.</summary>
    internal static IReadOnlyDictionary<string, double> Means(IReadOnlyList<IReadOnlyDictionary<string, double>> runs)
    {
        var means = new OrderedDictionary<string, double>();
        foreach (var name in runs[0].Keys.Where(name => !name.EndsWith("_error", StringComparison.Ordinal) && runs.All(run => run.ContainsKey(name))))
        {
            var mean = runs.Average(run => run[name]);
            means[name] = mean;
            if (runs.Count > 1 && !Given.Contains(name))
                means[$"{name}_deviation"] = Math.Sqrt(runs.Sum(run => (run[name] - mean) * (run[name] - mean)) / (runs.Count - 1));
        }

        return means;
    }

    private static SummaryRow OfRuns(string name, string command, string experimentHash, IReadOnlyList<SeedResult> runs) => new()
    {
        Name = name,
        Seeds = [.. runs.Select(run => run.Seed)],
        Command = command,
        Commits = [.. runs.Select(run => run.Commit).OfType<string>().Distinct()],
        Figures = Means([.. runs.Select(run => run.Figures)]),
        ExperimentHash = experimentHash,
        Runs = runs,
    };
}
