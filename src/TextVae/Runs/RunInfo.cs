using System.Runtime.InteropServices;
using System.Text.Json;
using TextVae.Corpus;
using TextVae.Native;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Runs;

/// <summary>What it takes, beside the recipe, to repeat a run: `run.json`.</summary>
public sealed record RunInfo
{
    /// <summary>The version of the file's layout.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The folder of the dataset, as it was given.</summary>
    public required string Dataset { get; init; }

    /// <summary>The hash that identifies the dataset's content.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>The seed of everything random.</summary>
    public required long Seed { get; init; }

    /// <summary>Where the first parameters came from; null where they were fresh.</summary>
    public StartingPoint? StartedFrom { get; init; }

    /// <summary>Threads of tensor operations.</summary>
    public required int Threads { get; init; }

    /// <summary>Processes that shared every batch.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>What computed: `cpu` or `cuda`.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>What matrix products multiply: `float32` or `bfloat16`.</summary>
    public required Precision Precision { get; init; }

    /// <summary>When the run began, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>The operating system.</summary>
    public required string System { get; init; }

    /// <summary>The processor.</summary>
    public required ProcessorReport Processor { get; init; }

    /// <summary>Versions by name: TextVae, .NET, TorchSharp.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The steps of another run that this one goes on from with all of its parameters; 0 where some or all began afresh.</summary>
    internal long StepsBefore(Recipe recipe) => recipe.Training.Reset == StartReset.Nothing ? StartedFrom?.Step ?? 0 : 0;

    internal static RunInfo Of(Dataset dataset, string datasetFolder, long seed, int processes = 1) => new()
    {
        Dataset = Path.GetFullPath(datasetFolder),
        DatasetHash = dataset.Info.Hash,
        Seed = seed,
        Threads = torch.get_num_threads(),
        Processes = processes,
        Device = NativeRuntime.ResolvedDevice,
        Precision = NativeRuntime.ResolvedPrecision,
        Started = DateTime.UtcNow,
        System = RuntimeInformation.OSDescription,
        Processor = ProcessorReport.Collect(),
        Versions = new Dictionary<string, string>
        {
            ["textvae"] = VersionOf(typeof(RunInfo)),
            ["dotnet"] = Environment.Version.ToString(),
            ["torchsharp"] = VersionOf(typeof(torch)),
            ["libtorch"] = torch.__version__,
        },
    };

    /// <summary>What a user has to know when a run goes on elsewhere or otherwise; null where all is as before.</summary>
    internal string? WhatDiffersFrom(RunInfo now)
    {
        var differences = string.Join("; ", Differences(now));
        return differences.Length == 0
            ? null
            : $"Not everything is as when the run was started: {differences}. From here on its numbers may differ in their last "
                + "digits from those of a run that was never stopped.";
    }

    private IEnumerable<string> Differences(RunInfo now)
    {
        if (Threads != now.Threads)
            yield return $"the number of threads was {Threads} and is {now.Threads}";
        if (Processes != now.Processes)
            yield return $"the number of processes was {Processes} and is {now.Processes}";
        if (Device != now.Device)
            yield return $"the device was {ChoiceName.Of(Device)} and is {ChoiceName.Of(now.Device)}";
        if (Precision != now.Precision)
            yield return $"the precision was {ChoiceName.Of(Precision)} and is {ChoiceName.Of(now.Precision)}";
        if (Processor.Name != now.Processor.Name || !Processor.VectorExtensions.SequenceEqual(now.Processor.VectorExtensions))
            yield return $"the processor was {Processor.Name} and is {now.Processor.Name}";
        foreach (var (name, version) in Versions)
        {
            if (now.Versions.GetValueOrDefault(name) is var other && version != other)
                yield return $"the version of {name} was {version} and is {other}";
        }
    }

    /// <summary>Reads `run.json`.</summary>
    /// <exception cref="DataException">It is missing or damaged.</exception>
    public static RunInfo Load(RunFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize(
                RegularFile.ReadAllBytes(folder.Info, RegularFile.SmallLimit), RunJson.Default.RunInfo)
                ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"'{folder.Info}' cannot be read: {exception.Message.TrimEnd('.')}. Give a folder that `train` has made.", exception);
        }
    }

    internal void Save(RunFolder folder) =>
        AtomicFile.Write(folder.Info, stream => JsonSerializer.Serialize(stream, this, RunJson.Default.RunInfo));

    private static string VersionOf(Type type) => type.Assembly.GetName().Version?.ToString(3) ?? "unknown";
}
