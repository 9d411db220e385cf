using System.Globalization;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Runs;

namespace TextVae.Cli.Views;

/// <summary>The figures of <c>evaluate</c> that stand in rows and columns.</summary>
internal static class EvaluationTables
{
    /// <summary>Prints the lengths of texts of several origins, a line each.</summary>
    public static void PrintLengths(IEnumerable<(string Texts, TextStatistics Statistics)> rows, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Lengths in words, and the share of unknown words");
        output.WriteLine($"{"texts",-12}{"n",8}{"mean",10}{"deviation",11}{"5 %",7}{"25 %",7}{"50 %",7}{"75 %",7}{"95 %",7}{"unknown",10}");
        foreach (var (texts, found) in rows)
        {
            output.WriteLine(Line(
                $"{texts,-12}{found.Texts,8}{found.LengthMean,10:F2}{found.LengthDeviation,11:F2}{found.LengthP5,7}{found.LengthP25,7}{found.LengthP50,7}{found.LengthP75,7}{found.LengthP95,7}{found.UnknownShare,10:F4}"));
        }
    }

    /// <summary>Prints where figures of the real texts lie among those of replicated sets.</summary>
    public static void PrintChecks(IReadOnlyList<PredictiveCheck> checks, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Where the real texts lie among sets of as many sampled ones");
        output.WriteLine($"{"check",-28}{"real",10}{"sampled",10}{"2.5 %",10}{"97.5 %",10}{"p",8}");
        foreach (var check in checks)
        {
            output.WriteLine(Line(
                $"{TerminalText.Clean(check.Check),-28}{check.Real,10:F4}{check.Sampled,10:F4}{check.Low,10:F4}{check.High,10:F4}{check.P,8:F3}"));
        }
    }

    /// <summary>Prints what probes have found.</summary>
    public static void PrintProbes(IReadOnlyList<ProbeFigure> probes, TextWriter output)
    {
        const int least = 24;
        var targets = probes.Select(probe => TerminalText.Clean(probe.Target)).ToArray();
        var width = Math.Max(least, targets.Max(target => target.Length) + 2);
        output.WriteLine();
        output.WriteLine($"What a linear probe reads from the mean of q(z|x), over {probes[0].N} sentences");
        output.WriteLine($"{"target".PadRight(width)}{"kind",-12}{"metric",-10}{"z",10}{"majority",10}{"bag of words",14}");
        foreach (var (probe, target) in probes.Zip(targets))
        {
            output.WriteLine(Line(
                $"{target.PadRight(width)}{ChoiceName.Of(probe.Kind),-12}{ChoiceName.Of(probe.Metric),-10}{probe.Value,10:F4}{probe.Majority,10:F4}{probe.BagOfWords,14:F4}"));
        }
    }

    /// <summary>Prints how well few labels suffice.</summary>
    public static void PrintFewLabels(IReadOnlyList<FewLabelsFigure> figures, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"The label from few labelled texts: accuracy, mean ± deviation over {figures[0].Draws} draws");
        output.WriteLine($"{"labels",-12}{"z",18}{"majority",12}{"bag of words",20}");
        foreach (var found in figures)
        {
            output.WriteLine(Line(
                $"{found.Labels,-12}{Spread(found.Accuracy, found.Deviation),18}{found.Majority,12:F4}{Spread(found.BagOfWords, found.BagOfWordsDeviation),20}"));
        }
    }

    /// <summary>Prints what became of texts that were moved from one kind to another.</summary>
    public static void PrintTransfer(IReadOnlyList<TransferFigure> figures, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Texts of one kind written as texts of the other");
        output.WriteLine($"{"from",-12}{"to",-12}{"strength",10}{"n",8}{"accuracy",10}{"BLEU to source",16}{"perplexity",12}");
        foreach (var found in figures)
        {
            var strength = found.Strength is { } value ? Line($"{value:0.##}") : "label";
            output.WriteLine(Line(
                $"{TerminalText.Clean(found.From),-12}{TerminalText.Clean(found.To),-12}{strength,10}{found.Sentences,8}{found.LabelAccuracy,10:F4}{found.SourceBleu,16:F2}{found.ForwardPerplexity,12:F1}"));
        }
    }

    /// <summary>Prints what lies between sentences.</summary>
    public static void PrintPaths(IReadOnlyList<PathFigure> figures, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"Along {figures[0].Texts} ways between two sentences; likelihoods in nats a token");
        output.WriteLine($"{"path",-12}{"share",8}{"-ln p(x|z)",12}{"nll_bound",12}{"perplexity",12}{"new",8}");
        foreach (var found in figures)
        {
            output.WriteLine(Line(
                $"{ChoiceName.Of(found.Path),-12}{found.Share,8:F2}{found.NllGivenVector,12:F3}{found.NllPerToken,12:F3}{found.ForwardPerplexity,12:F1}{found.NewShare,8:F2}"));
        }
    }

    private static string Spread(double mean, double deviation) => Line($"{mean:F4} ± {deviation:F4}");

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
