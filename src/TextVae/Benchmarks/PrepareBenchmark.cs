using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using TextVae.Corpus;

namespace TextVae.Benchmarks;

/// <summary>What the generated reviews of <see cref="PrepareBenchmark"/> are packed in.</summary>
public enum ReviewPacking
{
    /// <summary>A JSON file as it is.</summary>
    None,

    /// <summary>The file compressed.</summary>
    Gz,

    /// <summary>An entry of an archive, between others, as Yelp gives its data set out.</summary>
    Tar,

    /// <summary>The same, compressed.</summary>
    Tgz,
}

/// <summary>How fast raw text becomes a dataset.</summary>
public sealed record PrepareSpeed
{
    /// <summary>Bytes of the JSON lines, unpacked.</summary>
    public required long JsonBytes { get; init; }

    /// <summary>Bytes of the file they are in.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Reviews in the file.</summary>
    public required int Reviews { get; init; }

    /// <summary>Words of all splits, and an end each.</summary>
    public required long Tokens { get; init; }

    /// <summary>Different words of the vocabulary.</summary>
    public required int VocabularyCount { get; init; }

    /// <summary>From start to the finished folder.</summary>
    public required double Seconds { get; init; }

    /// <summary>Millions of bytes of JSON a second.</summary>
    public double MegabytesPerSecond => JsonBytes / Seconds / 1e6;

    /// <summary>Seconds of each stage.</summary>
    public required IReadOnlyDictionary<PrepareStage, double> StageSeconds { get; init; }

    /// <summary>The most memory the process has had, in MiB.</summary>
    public required double PeakMemoryMib { get; init; }
}

/// <summary>Generates a large file of reviews and measures how fast it is prepared.</summary>
public static class PrepareBenchmark
{
    private const string EntryName = "yelp_academic_dataset_review.json";

    /// <summary>Makes the file in a temporary folder, prepares it with the standard options, and deletes both.</summary>
    /// <param name="megabytes">Millions of bytes of JSON to generate.</param>
    /// <param name="packing">What the JSON is packed in.</param>
    /// <param name="folder">Where the temporary folder is made; it needs room for about three times the bytes.</param>
    /// <param name="generating">Told the share of the reviews that is made.</param>
    /// <param name="preparing">Told how far the preparation is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static PrepareSpeed Run(
        int megabytes, ReviewPacking packing, string folder, IProgress<double>? generating = null,
        IProgress<PrepareProgress>? preparing = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(megabytes);
        var scratch = Directory.CreateDirectory(Path.Combine(folder, $"textvae-bench-{Guid.NewGuid():N}")).FullName;
        try
        {
            var plain = Path.Combine(scratch, "review.json");
            var reviews = Generate(plain, megabytes * 1_000_000L, generating, cancellation);
            var bytes = new FileInfo(plain).Length;
            var input = Pack(plain, packing);
            StageWatch watch = new(preparing);
            var info = DatasetBuilder.Prepare(
                new PrepareOptions { Inputs = [input] }, Path.Combine(scratch, "dataset"), watch, cancellation);
            var stages = watch.Stop();
            return new PrepareSpeed
            {
                JsonBytes = bytes,
                FileBytes = new FileInfo(input).Length,
                Reviews = reviews,
                Tokens = info.Train.Tokens + info.Valid.Tokens + info.Test.Tokens,
                VocabularyCount = info.Vocabulary.Count,
                Seconds = stages.Values.Sum(),
                StageSeconds = stages,
                PeakMemoryMib = Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 20),
            };
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static int Generate(
        string path, long bytes, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        return new ZipfianReviews(seed: 1).Write(
            stream, bytes, written => progress?.Report(Math.Min(1, (double)written / bytes)), cancellation);
    }

    private static string Pack(string plain, ReviewPacking packing)
    {
        if (packing == ReviewPacking.None)
            return plain;
        var packed = packing switch
        {
            ReviewPacking.Gz => plain + ".gz",
            ReviewPacking.Tar => Path.ChangeExtension(plain, ".tar"),
            _ => Path.ChangeExtension(plain, ".tgz"),
        };
        using (Stream file = File.Create(packed))
        {
            using var stream = packing == ReviewPacking.Tar ? file : new GZipStream(file, CompressionLevel.Fastest);
            if (packing == ReviewPacking.Gz)
            {
                using var source = File.OpenRead(plain);
                source.CopyTo(stream);
            }
            else
            {
                using TarWriter archive = new(stream);
                WriteSmall(archive, "yelp_academic_dataset_business.json");
                archive.WriteEntry(plain, EntryName);
                WriteSmall(archive, "yelp_academic_dataset_user.json");
            }
        }
        File.Delete(plain);
        return packed;
    }

    private static void WriteSmall(TarWriter archive, string name) =>
        archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([.. "{}\n"u8]) });

    /// <summary>Notes when each stage begins.</summary>
    private sealed class StageWatch(IProgress<PrepareProgress>? progress) : IProgress<PrepareProgress>
    {
        private readonly Dictionary<PrepareStage, double> _seconds = [];
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private PrepareStage? _stage;

        public void Report(PrepareProgress value)
        {
            if (value.Stage != _stage)
                Change(value.Stage);
            progress?.Report(value);
        }

        public IReadOnlyDictionary<PrepareStage, double> Stop()
        {
            Change(null);
            return _seconds;
        }

        private void Change(PrepareStage? next)
        {
            if (_stage is { } last)
                _seconds[last] = _seconds.GetValueOrDefault(last) + _watch.Elapsed.TotalSeconds;
            _watch.Restart();
            _stage = next;
        }
    }
}
