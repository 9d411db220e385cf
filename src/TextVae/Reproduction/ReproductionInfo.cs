using TextVae.Native;

namespace TextVae.Reproduction;

/// <summary>What all runs in a folder have in common, as in its `reproduction.json`.</summary>
internal sealed record ReproductionInfo
{
    public int Format { get; init; } = 1;

    /// <summary>The folder of the dataset, as it was given.</summary>
    public required string Dataset { get; init; }

    public required string DatasetHash { get; init; }

    public required double Scale { get; init; }

    /// <summary>Steps of every run.</summary>
    public required long Steps { get; init; }

    public required IReadOnlyList<string> Settings { get; init; }

    public required Precision Precision { get; init; }

    /// <summary>Threads of tensor operations; null in a folder of before they were kept.</summary>
    public int? Threads { get; init; }

    /// <summary>What differs that would make other runs, each as a few words; neither the systems nor the seeds.</summary>
    public IEnumerable<string> Differences(ReproductionInfo other)
    {
        if (DatasetHash != other.DatasetHash)
            yield return $"the dataset is '{Dataset}' there and '{other.Dataset}' now";
        if (Scale != other.Scale)
            yield return FormattableString.Invariant($"--scale is {Scale} there and {other.Scale} now");
        if (Steps != other.Steps)
            yield return FormattableString.Invariant($"the runs have {Steps} steps there and {other.Steps} now");
        if (!Settings.SequenceEqual(other.Settings))
            yield return $"--set is {Shown(Settings)} there and {Shown(other.Settings)} now";
        if (Precision != other.Precision)
            yield return $"--precision is {ChoiceName.Of(Precision)} there and {ChoiceName.Of(other.Precision)} now";
        if (Threads is not null && Threads != other.Threads)
            yield return $"--threads is {Threads} there and {other.Threads} now";
    }

    private static string Shown(IReadOnlyList<string> settings) => settings.Count == 0 ? "not given" : string.Join(' ', settings);
}
