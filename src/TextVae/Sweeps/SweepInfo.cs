using TextVae.Corpus;
using TextVae.Native;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Sweeps;

/// <summary>What all runs of a sweep have in common, as in its `sweep.json`.</summary>
public sealed record SweepInfo
{
    /// <summary>The version of the file's layout.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The folder of the dataset, as it was given.</summary>
    public required string Dataset { get; init; }

    /// <summary>The hash that identifies the dataset's content.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>What matrix products multiply.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Threads of tensor operations.</summary>
    public required int Threads { get; init; }

    /// <summary>Processes that made the first run together; null in a folder of before these were many.</summary>
    public int? Processes { get; init; }

    /// <summary>What computes: `cpu` or `cuda`; null in a folder of before it was noted.</summary>
    public ComputeDevice? Device { get; init; }

    /// <summary>What the folder of a sweep says.</summary>
    /// <returns>Null where none has begun there.</returns>
    /// <exception cref="DataException">The file is damaged.</exception>
    public static SweepInfo? Load(SweepFolder folder) =>
        File.Exists(folder.Info) ? SeriesInfo.Load(folder.Info, SweepJson.Default.SweepInfo) : null;

    internal static SweepInfo Of(Dataset dataset, string datasetFolder, int processes) => new()
    {
        Dataset = Path.GetFullPath(datasetFolder),
        DatasetHash = dataset.Info.Hash,
        Precision = NativeRuntime.ResolvedPrecision,
        Threads = torch.get_num_threads(),
        Processes = processes,
        Device = NativeRuntime.ResolvedDevice,
    };

    internal void RequireSame(SweepInfo now, SweepFolder folder)
    {
        var differences = string.Join("; ", Differences(now));
        if (differences.Length == 0)
            return;
        throw new RecipeException(
            $"The runs in '{folder.Path}' were made otherwise: {differences}. Give the same to go on with them, or choose another folder "
            + "with --out.");
    }

    private IEnumerable<string> Differences(SweepInfo now)
    {
        if (DatasetHash != now.DatasetHash)
        {
            yield return Dataset == now.Dataset
                ? $"the dataset '{Dataset}' has been prepared anew since, with other content"
                : $"the dataset is '{Dataset}' there and '{now.Dataset}' now";
        }

        if (Precision != now.Precision)
            yield return $"--precision is {ChoiceName.Of(Precision)} there and {ChoiceName.Of(now.Precision)} now";
        // Other processes have other threads, and a run that goes on with them says so itself.
        if (Threads != now.Threads && (Processes ?? 1) == now.Processes)
            yield return FormattableString.Invariant($"--threads is {Threads} there and {now.Threads} now");
        if (Device is { } device && device != now.Device)
            yield return $"--device is {ChoiceName.Of(device)} there and {ChoiceName.Of(now.Device!.Value)} now";
    }
}
