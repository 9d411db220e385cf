using TextVae.Corpus;

namespace TextVae.Cli.Views;

/// <summary>What a person wants to know of a dataset that was just made.</summary>
internal static class DatasetSummary
{
    private const int LabelsShown = 10;
    private const int LongestName = 40;

    /// <summary>So few labels are categories even where there are hardly more texts.</summary>
    private const int FewLabels = 20;

    public static void Print(DatasetInfo info, string folder, TextWriter output)
    {
        var state = info.AlreadyPrepared ? "was there already, from the same inputs and options" : "is ready";
        output.WriteLine($"The dataset {TerminalText.Clean(folder)} {state}.");
        output.WriteLine(FormattableString.Invariant(
            $"vocabulary  {info.Vocabulary.Count:N0} entries ({info.Vocabulary.Types:N0} types: words, <unk> and the end token)"));
        if (info.Labels is { } labels)
            PrintLabels(labels, info, folder, output);
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
        if (info.Labels is { Sentences: { } counts } && counts.Count > FewLabels && 2L * counts.Count > counts.Sum())
        {
            output.WriteLine(FormattableString.Invariant(
                $"warning: nearly every text has a label of its own: {counts.Count:N0} labels of {counts.Sum():N0} texts. Labels are categories; if --label-field names an identifier or a text, name another field, or none."));
            output.WriteLine();
        }

        output.WriteLine($"Next: textvae train RECIPE --data {TerminalText.Word(folder)} --out RUN");
    }

    /// <summary>The labels that most texts have, and how many have none.</summary>
    private static void PrintLabels(LabelsInfo labels, DatasetInfo info, string folder, TextWriter output)
    {
        if (labels.Sentences is not { } counts)
        {
            output.WriteLine($"labels      {labels.Count}");
            return;
        }

        using var dataset = Dataset.Open(folder);
        var shown = dataset.Labels.Zip(counts).OrderByDescending(label => label.Second).Take(LabelsShown)
            .Select((label, place) => $"{Short(label.First)} ({(place == 0 ? Texts(label.Second) : Number(label.Second))})");
        var more = labels.Count > LabelsShown ? $" and {Number(labels.Count - LabelsShown)} more" : "";
        output.WriteLine($"labels      {Number(labels.Count)}: {string.Join(", ", shown)}{more}");
        var without = Enum.GetValues<Split>().Sum(split => info[split].Sentences) - counts.Sum();
        if (without > 0)
            output.WriteLine($"            {Texts(without)} without one");
    }

    private static string Texts(int count) => count == 1 ? "1 text" : $"{Number(count)} texts";

    private static string Number(int count) => FormattableString.Invariant($"{count:N0}");

    private static string Short(string name) => TerminalText.Clean(name.Length > LongestName ? name[..LongestName] + "..." : name);
}
