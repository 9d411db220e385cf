using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace TextVae.Native;

/// <summary>
/// What <see cref="Precision.Auto"/> means on this machine: whichever multiplies faster, measured once and kept in the
/// cache folder for this processor and this version of libtorch.
/// </summary>
internal static unsafe class PrecisionChoice
{
    // A block of the softmax's product, the largest of a step: rows, a panel of columns, features of the state.
    private const int Rows = 96;
    private const int Columns = 64;
    private const int Depth = 512;
    private const int Rounds = 20;

    private static readonly Lazy<Precision> Measured = new(LoadOrMeasure);

    /// <summary>The precision to compute with; never <see cref="Precision.Auto"/>.</summary>
    /// <exception cref="NativeRuntimeException">bfloat16 is asked for, and this machine cannot multiply it.</exception>
    public static Precision Resolve(Precision wanted) => wanted switch
    {
        Precision.Auto => Measured.Value,
        Precision.BFloat16 when !MicroKernel.HasBFloat16 => throw new NativeRuntimeException(
            "bfloat16 needs Linux, a processor with AVX-512 and this version's libtorch, and one of them is missing here. "
            + "Take --precision float32 or auto."),
        _ => wanted,
    };

    /// <summary>Reads what was measured before, or measures and keeps it.</summary>
    internal static Precision LoadOrMeasure(string folder, string key, Func<double> measureSpeed)
    {
        var file = Path.Combine(folder, $"bfloat16-speed-{key}.txt");
        if (Read(file) is not { } speed)
            Keep(folder, file, speed = measureSpeed());
        return speed > 1 ? Precision.BFloat16 : Precision.Float32;
    }

    private static Precision LoadOrMeasure() => MicroKernel.HasBFloat16
        ? LoadOrMeasure(CacheFolder.Path, Key(), MeasureSpeed)
        : Precision.Float32;

    private static double? Read(string file)
    {
        try
        {
            return double.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var speed) ? speed : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Where nothing can be kept, every process measures for itself: it takes some milliseconds.
    private static void Keep(string folder, string file, double speed)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var part = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(part, speed.ToString("F2", CultureInfo.InvariantCulture));
            File.Move(part, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Key()
    {
        var processor = ProcessorReport.Collect();
        var text = string.Join('\n', [processor.Name ?? "", .. processor.VectorExtensions, torch.__version__]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    /// <summary>How many times as fast as float32 a block of bfloat16 is, each at its best.</summary>
    private static double MeasureSpeed()
    {
        using var memory = new NativeMemoryBlock(((Rows * Depth) + (Depth * Columns) + (Rows * Columns)) * sizeof(float));
        var a = (float*)memory.Start;
        new Span<float>(a, (Rows * Depth) + (Depth * Columns) + (Rows * Columns)).Clear();
        var b = a + (Rows * Depth);
        var c = b + (Depth * Columns);
        var (float32, bfloat16) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            MicroKernel.MultiplyFloat32(Rows, Columns, Depth, a, Depth, b, Columns, c, Columns, add: false);
            var middle = Stopwatch.GetTimestamp();
            MicroKernel.MultiplyBFloat16(Rows, Columns, Depth, a, Depth, b, Columns, c, Columns, add: false);
            float32 = Math.Min(float32, Stopwatch.GetElapsedTime(start, middle).TotalSeconds);
            bfloat16 = Math.Min(bfloat16, Stopwatch.GetElapsedTime(middle).TotalSeconds);
        }

        MicroKernel.Release();
        return float32 / bfloat16;
    }
}
