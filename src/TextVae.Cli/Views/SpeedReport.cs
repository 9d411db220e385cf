using TextVae.Benchmarks;

namespace TextVae.Cli.Views;

/// <summary>The figures of a benchmark as text.</summary>
internal static class SpeedReport
{
    public static void Print(FigureLines lines, Speed speed)
    {
        lines.Add("tokens/s", $"{speed.TokensPerSecond:N0} (windows {speed.Windows[0]:N0} to {speed.Windows[1]:N0}, {speed.Steps} steps)");
        switch (speed)
        {
            case EvaluationSpeed evaluation:
                lines.Add("sentences/s", $"{evaluation.SentencesPerSecond:F2} at {evaluation.Samples} samples");
                break;
            case DecodingSpeed decoding:
                lines.Add("sentences/s", $"{decoding.SentencesPerSecond:F1} of at most {decoding.MaximumLength} words, {decoding.Batch} at once, beam {decoding.Beam}");
                break;
        }

        lines.Add("FLOP a token", $"{speed.FlopPerToken:N0}");
        lines.Add("GFLOP/s", $"{speed.GflopPerSecond:F0} with {ChoiceName.Of(speed.Precision)} operands");
        lines.Add("matrix peak", $"{speed.Peak.Float32:F0} float32, {speed.Peak.BFloat16:F0} bfloat16 GFLOP/s");
        lines.Add("share of the peak", $"{speed.ShareOfPeak:P0}");
        lines.Add("peak memory", $"{speed.PeakMemoryMib:N0} MiB");
        var total = speed.PartMilliseconds.Values.Sum() + speed.OtherMilliseconds;
        lines.Add("step", $"{total:F1} ms");
        foreach (var (part, milliseconds) in speed.PartMilliseconds)
            lines.Add($"  {ChoiceName.Of(part)}", $"{milliseconds,8:F1} ms {milliseconds / total,6:P0}");
        lines.Add("  other", $"{speed.OtherMilliseconds,8:F1} ms {speed.OtherMilliseconds / total,6:P0}");
    }
}
