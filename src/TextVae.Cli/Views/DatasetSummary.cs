using TextVae.Corpus;

namespace TextVae.Cli.Views;

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
                $"{ChoiceName.Of(split),-6}{figures.Sentences,11:N0}{figures.Tokens,13:N0}{figures.UnknownShare,10:P2}{lengths.Min,24:N0}{lengths.Median,8:N0}{lengths.Mean,8:F1}{lengths.P95,9:N0}{lengths.Max,8:N0}"));
        }

        foreach (var skipped in info.Skipped)
            output.WriteLine($"left out: {TerminalText.Clean(skipped.Describe())}");
        output.WriteLine();
        output.WriteLine($"Next: textvae train RECIPE --data {TerminalText.Word(folder)} --out RUN");
    }
}
