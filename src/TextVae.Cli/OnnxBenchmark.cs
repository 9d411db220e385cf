using System.Diagnostics;
using TextVae.Batches;
using TextVae.Exporting;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Native;
using TextVae.Onnx;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Cli;

/// <summary>How fast ONNX Runtime and libtorch are at the same work, texts a second.</summary>
/// <param name="Work">`encode`: texts to vectors; `reconstruct`: greedily to texts again.</param>
/// <param name="Batch">Texts of a call.</param>
/// <param name="OnnxRuntime">Its rounds.</param>
/// <param name="Libtorch">The rounds between.</param>
internal sealed record ComparedSpeed(string Work, int Batch, RoundSpeed OnnxRuntime, RoundSpeed Libtorch);

/// <summary>Texts a second over some rounds of equal length.</summary>
internal sealed record RoundSpeed(double Slowest, double Median, double Fastest)
{
    public static RoundSpeed Of(IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        return new RoundSpeed(sorted[0], sorted[sorted.Length / 2], sorted[^1]);
    }
}

/// <summary>What a comparison of the two found.</summary>
internal sealed record OnnxSpeed
{
    /// <summary>The operands of libtorch's matrix products; ONNX Runtime's are float32.</summary>
    public required Precision LibtorchPrecision { get; init; }

    /// <summary>Words a text on average.</summary>
    public required double Words { get; init; }

    public required IReadOnlyList<ComparedSpeed> Speeds { get; init; }

    /// <summary>Bytes of the native libraries that the process has loaded for it.</summary>
    public required long OnnxRuntimeBytes { get; init; }

    /// <summary>The same of libtorch.</summary>
    public required long LibtorchBytes { get; init; }
}

/// <summary>Exports a model and lets both work on the same texts, a while each and in turn.</summary>
internal sealed class OnnxBenchmark : IDisposable
{
    private const int Rounds = 5;

    private readonly TrainedModel _model;
    private readonly string[] _texts;
    private readonly OnnxAutoencoder _exported;
    private readonly TextGenerator _generator;

    private OnnxBenchmark(TrainedModel model, string[] texts, string folder, DecodingOptions options, int? threads)
    {
        (_model, _texts) = (model, texts);
        _exported = OnnxAutoencoder.Load(folder, new OnnxOptions { MaximumLength = options.MaximumLength, Threads = threads ?? 0 });
        _generator = new TextGenerator(model.Model, options);
    }

    /// <summary>Measures.</summary>
    /// <param name="model">An autoencoder without labels.</param>
    /// <param name="texts">What both work on.</param>
    /// <param name="batch">Texts of a call, beside calls of one.</param>
    /// <param name="seconds">How long each of them works at each task, in all.</param>
    /// <param name="threads">Threads; null for one a core.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between calls.</param>
    /// <exception cref="RecipeException">The model has no vectors, or knows labels.</exception>
    public static OnnxSpeed Run(
        TrainedModel model, string[] texts, int batch, double seconds, int? threads, IProgress<double> progress, CancellationToken cancellation)
    {
        if (model.Model is not VariationalAutoencoder || model.Labels.Count > 0)
            throw new RecipeException("The comparison is made of an autoencoder without labels. Give the run of one.");
        var folder = Directory.CreateTempSubdirectory("textvae-bench-").FullName;
        try
        {
            OnnxExport.Write(model, Path.Combine(folder, "model"));
            using var benchmark = new OnnxBenchmark(model, texts, Path.Combine(folder, "model"), new DecodingOptions { MaximumLength = 50 }, threads);
            var speeds = new List<ComparedSpeed>();
            foreach (var (work, size) in new[] { ("encode", 1), ("encode", batch), ("reconstruct", 1), ("reconstruct", batch) })
            {
                speeds.Add(benchmark.Compare(work, size, seconds, cancellation));
                progress.Report(speeds.Count / 4.0);
            }

            return new OnnxSpeed
            {
                LibtorchPrecision = NativeRuntime.ResolvedPrecision,
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
        var encodes = work == "encode";
        Action<string[]> onnx = encodes ? texts => _exported.Encode(texts) : texts => _exported.Reconstruct(texts);
        Action<string[]> libtorch = encodes ? EncodeByLibtorch : ReconstructByLibtorch;
        var (ofOnnx, ofLibtorch) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ofOnnx.Add(TextsPerSecond(onnx, batch, seconds / Rounds, cancellation));
            ofLibtorch.Add(TextsPerSecond(libtorch, batch, seconds / Rounds, cancellation));
        }

        return new ComparedSpeed(work, batch, RoundSpeed.Of(ofOnnx), RoundSpeed.Of(ofLibtorch));
    }

    private double TextsPerSecond(Action<string[]> work, int batch, double seconds, CancellationToken cancellation)
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
