using System.Diagnostics;
using TextVae.Models;
using TextVae.Native;

namespace TextVae.Benchmarks;

/// <summary>What every benchmark reports.</summary>
public abstract record Speed
{
    private protected const int WindowCount = 5;

    private protected Speed(Measurements measured, ModelOptions model, int words)
    {
        // Before the peak is measured, whose matrices are no part of the work.
        PeakMemoryMib = Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 20);
        var windows = measured.Windows(WindowCount).Order().ToArray();
        TokensPerSecond = windows[windows.Length / 2];
        Windows = [windows[0], windows[^1]];
        Steps = measured.Steps;
        Precision = NativeRuntime.ResolvedPrecision;
        Peak = MatrixPeak.Measure(model, words, measured.Seconds);
        PartMilliseconds = measured.PartMilliseconds;
        OtherMilliseconds = measured.OtherMilliseconds;
    }

    /// <summary>Tokens a second: the median over windows of equal numbers of steps.</summary>
    public double TokensPerSecond { get; }

    /// <summary>The slowest and the fastest window.</summary>
    public IReadOnlyList<double> Windows { get; }

    /// <summary>Measured steps.</summary>
    public int Steps { get; }

    /// <summary>Operations a token of the dense model, see <see cref="ModelCost"/>.</summary>
    public required double FlopPerToken { get; init; }

    /// <summary>Thousand million operations of the dense model a second.</summary>
    public double GflopPerSecond => TokensPerSecond * FlopPerToken / 1e9;

    /// <summary>The operands of matrix products.</summary>
    public Precision Precision { get; }

    /// <summary>The best products seen in this process.</summary>
    public MatrixPeak Peak { get; }

    /// <summary>The speed's share of the peak of its precision.</summary>
    public double ShareOfPeak => GflopPerSecond / (Precision == Precision.BFloat16 ? Peak.BFloat16 : Peak.Float32);

    /// <summary>The most memory the process has had when the work ended, in MiB.</summary>
    public double PeakMemoryMib { get; }

    /// <summary>Milliseconds a step of each part that takes any.</summary>
    public IReadOnlyDictionary<StepPart, double> PartMilliseconds { get; }

    /// <summary>Milliseconds a step of all else.</summary>
    public double OtherMilliseconds { get; }
}
