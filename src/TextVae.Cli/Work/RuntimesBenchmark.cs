using System.Diagnostics;
using TextVae.Batches;
using TextVae.Exporting;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Native;
using TextVae.Onnx;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Cli.Work;

/// <summary>How fast ONNX Runtime and libtorch are at the same work.</summary>
/// <param name="Work">`encode`: sentences to vectors; `reconstruct`: greedily to sentences again.</param>
/// <param name="Batch">Sentences of a call.</param>
/// <param name="OnnxRuntime">Its rounds.</param>
/// <param name="Libtorch">The rounds between.</param>
internal sealed record ComparedSpeed(string Work, int Batch, RoundSpeed OnnxRuntime, RoundSpeed Libtorch);

/// <summary>The speed over some rounds of equal length.</summary>
/// <param name="SentencesPerSecond">The median.</param>
/// <param name="Windows">The slowest and the fastest round.</param>
internal sealed record RoundSpeed(double SentencesPerSecond, IReadOnlyList<double> Windows)
{
    public static RoundSpeed Of(IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        return new RoundSpeed(sorted[sorted.Length / 2], [sorted[0], sorted[^1]]);
    }
}

/// <summary>What a comparison of the two found.</summary>
internal sealed record RuntimesSpeed
{
    /// <summary>The operands of libtorch's matrix products; ONNX Runtime's are float32.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Words a sentence on average.</summary>
    public required double Words { get; init; }

    public required IReadOnlyList<ComparedSpeed> Speeds { get; init; }

    /// <summary>Bytes of the native libraries that the process has loaded for it.</summary>
    public required long OnnxRuntimeBytes { get; init; }

    /// <summary>The same of libtorch.</summary>
    public required long LibtorchBytes { get; init; }
}

/// <summary>Exports a model and lets both runtimes work on the same texts, a while each and in turn.</summary>
internal sealed class RuntimesBenchmark : IDisposable
{
    /// <summary>Sentences to vectors.</summary>
    public const string Encode = "encode";

    /// <summary>Sentences to vectors and these greedily to sentences.</summary>
    public const string Reconstruct = "reconstruct";

    private const int Rounds = 5;

    private readonly TrainedModel _model;
    private readonly string[] _texts;
    private readonly OnnxAutoencoder _exported;
    private readonly TextGenerator _generator;

    private RuntimesBenchmark(TrainedModel model, string[] texts, string folder, DecodingOptions options, int? threads)
    {
        (_model, _texts) = (model, texts);
        _exported = OnnxAutoencoder.Load(folder, new OnnxOptions { MaximumLength = options.MaximumLength, Threads = threads ?? 0 });
        _generator = new TextGenerator(model.Model, options);
    }

    /// <summary>Measures.</summary>
    /// <param name="model">An autoencoder without labels.</param>
    /// <param name="texts">What both work on.</param>
    /// <param name="works">At which tasks: <see cref="Encode"/>, <see cref="Reconstruct"/>.</param>
    /// <param name="batch">Texts of a call, beside calls of one.</param>
    /// <param name="seconds">How long each of them works at each task, in all.</param>
    /// <param name="threads">Threads; null for one a core.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between calls.</param>
    /// <exception cref="RecipeException">The model has no vectors, or knows labels.</exception>
    public static RuntimesSpeed Run(
        TrainedModel model, string[] texts, IReadOnlyList<string> works, int batch, double seconds, int? threads, IProgress<double> progress,
        CancellationToken cancellation)
    {
        if (model.Model is not VariationalAutoencoder || model.Labels.Count > 0)
            throw new RecipeException("The comparison is made of an autoencoder without labels. Give the run of one.");
        var folder = Directory.CreateTempSubdirectory("textvae-bench-").FullName;
        try
        {
            OnnxExport.Write(model, Path.Combine(folder, "model"));
            using var benchmark = new RuntimesBenchmark(model, texts, Path.Combine(folder, "model"), new DecodingOptions { MaximumLength = 50 }, threads);
            var speeds = new List<ComparedSpeed>();
            foreach (var work in works)
            {
                foreach (var size in new[] { 1, batch })
                {
                    speeds.Add(benchmark.Compare(work, size, seconds, cancellation));
                    progress.Report(speeds.Count / (2.0 * works.Count));
                }
            }

            return new RuntimesSpeed
            {
                Precision = NativeRuntime.ResolvedPrecision,
                Words = texts.Average(text => model.WordsOf(text).Length),
                Speeds = speeds,
                OnnxRuntimeBytes = LoadedBytes("onnxruntime"),
                LibtorchBytes = LoadedBytes("torch", "c10", "gomp", "iomp", "mkl", "dnnl", "uv", "fbgemm"),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose()
    {
        _exported.Dispose();
        _generator.Dispose();
    }

    private ComparedSpeed Compare(string work, int batch, double seconds, CancellationToken cancellation)
    {
        var encodes = work == Encode;
        Action<string[]> onnx = encodes ? texts => _exported.Encode(texts) : texts => _exported.Reconstruct(texts);
        Action<string[]> libtorch = encodes ? EncodeByLibtorch : ReconstructByLibtorch;
        var (ofOnnx, ofLibtorch) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ofOnnx.Add(PerSecond(onnx, batch, seconds / Rounds, cancellation));
            ofLibtorch.Add(PerSecond(libtorch, batch, seconds / Rounds, cancellation));
        }

        return new ComparedSpeed(work, batch, RoundSpeed.Of(ofOnnx), RoundSpeed.Of(ofLibtorch));
    }

    private double PerSecond(Action<string[]> work, int batch, double seconds, CancellationToken cancellation)
    {
        var (place, done) = (0, 0);
        string[] Next()
        {
            var texts = Enumerable.Range(place, batch).Select(i => _texts[i % _texts.Length]).ToArray();
            place = (place + batch) % _texts.Length;
            return texts;
        }

        work(Next());
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            cancellation.ThrowIfCancellationRequested();
            work(Next());
            done += batch;
        }

        return done / watch.Elapsed.TotalSeconds;
    }

    private void EncodeByLibtorch(string[] texts)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var batch = Batch.Of([.. texts.Select(_model.WordsOf)]);
        _ = ((VariationalAutoencoder)_model.Model).Encode(batch).Mu.cpu().contiguous().data<float>().ToArray();
    }

    private void ReconstructByLibtorch(string[] texts)
    {
        foreach (var text in _generator.Reconstruct(texts.Select(_model.WordsOf)))
            _ = _model.TextOf(text.Words);
    }

    private static long LoadedBytes(params string[] names)
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .Select(module => module.FileName)
            .Where(file => !file.EndsWith(".dll", StringComparison.Ordinal) || OperatingSystem.IsWindows())
            .Where(file => Array.Exists(names, name => Path.GetFileName(file).Contains(name, StringComparison.OrdinalIgnoreCase)))
            .Distinct(StringComparer.Ordinal)
            .Sum(file => File.Exists(file) ? new FileInfo(file).Length : 0);
    }
}
