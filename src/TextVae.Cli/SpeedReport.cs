using System.Globalization;
using TextVae.Benchmarks;

namespace TextVae.Cli;

/// <summary>The figures of a benchmark as text.</summary>
internal static class SpeedReport
{
    public static void Print(Speed speed, TextWriter output)
    {
        void Line(string name, FormattableString value) =>
            output.WriteLine($"{name,-18}{value.ToString(CultureInfo.InvariantCulture)}");

        Line("tokens/s", $"{speed.TokensPerSecond:N0} (windows {speed.Windows[0]:N0} to {speed.Windows[1]:N0}, {speed.Steps} steps)");
        switch (speed)
        {
            case EvaluationSpeed evaluation:
                Line("sentences/s", $"{evaluation.SentencesPerSecond:F2} at {evaluation.Samples} samples");
                break;
            case DecodingSpeed decoding:
                Line("sentences/s", $"{decoding.SentencesPerSecond:F1} of at most {decoding.MaximumLength} words, {decoding.Batch} at once, beam {decoding.Beam}");
                break;
        }

        Line("FLOP a token", $"{speed.FlopPerToken:N0}");
        Line("GFLOP/s", $"{speed.GflopPerSecond:F0} with {speed.Precision.ToString().ToLowerInvariant()} operands");
        Line("matrix peak", $"{speed.Peak.Float32:F0} float32, {speed.Peak.BFloat16:F0} bfloat16 GFLOP/s");
        Line("share of the peak", $"{speed.ShareOfPeak:P0}");
        Line("peak memory", $"{speed.PeakMemoryMib:N0} MiB");
        var total = speed.PartMilliseconds.Values.Sum() + speed.OtherMilliseconds;
        Line("step", $"{total:F1} ms");
        foreach (var (part, milliseconds) in speed.PartMilliseconds)
            Line($"  {part.ToString().ToLowerInvariant()}", $"{milliseconds,8:F1} ms {milliseconds / total,6:P0}");
        Line("  other", $"{speed.OtherMilliseconds,8:F1} ms {speed.OtherMilliseconds / total,6:P0}");
    }
}
