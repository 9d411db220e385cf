using TextVae.Corpus;

namespace TextVae.Cli;

/// <summary>What a person wants to know of a dataset that was just made.</summary>
internal static class DatasetSummary
{
    public static void Print(DatasetInfo info, string folder, TextWriter output)
    {
        var state = info.AlreadyPrepared ? "was there already, from the same inputs and options" : "is ready";
        output.WriteLine($"The dataset {TerminalText.Clean(folder)} {state}.");
        output.WriteLine(FormattableString.Invariant(
            $"vocabulary  {info.Vocabulary.Count:N0} entries ({info.Vocabulary.Types:N0} types: words, <unk> and the end token)"));
        if (info.Labels is { } labels)
            output.WriteLine($"labels      {labels.Count}");
        output.WriteLine();
        output.WriteLine("split   sentences       tokens   unknown   words a sentence: min  median    mean     95 %     max");
        foreach (var split in Enum.GetValues<Split>())
        {
            var figures = info[split];
            var lengths = figures.Lengths;
            output.WriteLine(FormattableString.Invariant(
                $"{split.ToString().ToLowerInvariant(),-6}{figures.Sentences,11:N0}{figures.Tokens,13:N0}{figures.UnknownShare,10:P2}{lengths.Min,24:N0}{lengths.Median,8:N0}{lengths.Mean,8:F1}{lengths.P95,9:N0}{lengths.Max,8:N0}"));
        }

        foreach (var skipped in info.Skipped)
        {
            var first = skipped.First.Count > 0
                ? $", the first in {TerminalText.Clean(skipped.First[0].File)}, line {skipped.First[0].Line}"
                : "";
            output.WriteLine($"left out: {skipped.Count} ({Spaced(skipped.Reason)}{first})");
        }
    }

    private static string Spaced(SkipReason reason) => reason switch
    {
        SkipReason.InvalidUtf8 => "not UTF-8",
        SkipReason.BrokenJson => "broken JSON",
        SkipReason.CutOff => "cut off at the end",
        SkipReason.MissingField => "no text field",
        SkipReason.TooManyBytes => "too many bytes",
        SkipReason.TooShort => "too few words",
        SkipReason.TooLong => "too many words",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, message: null),
    };
}
