using TextVae.Evaluation.Probes;

namespace TextVae.Reports;

/// <summary>What linear probes read from z, beside what they read from the words.</summary>
internal static class ProbesSection
{
    public static string Write(ProbeReport report)
    {
        if (report.Probes.Count == 0)
            return LeftOut(report);
        var probes = Html.Table(
            $"Tried on {report.Probes[0].N} texts; majority knows no text, bag of words reads the text itself",
            ["target", "metric", "z", "majority", "bag of words"],
            report.Probes.Select(probe => (Target(probe), (IEnumerable<string>)
            [
                ChoiceName.Of(probe.Metric), Numbers.Text(probe.Value), Numbers.Text(probe.Majority), Numbers.Text(probe.BagOfWords),
            ])));
        return $"<div class=\"numbers\">{probes}{FewLabels(report.FewLabels)}</div>{LeftOut(report)}";
    }

    private static string FewLabels(IReadOnlyList<FewLabelsFigure> figures) => figures.Count == 0
        ? ""
        : Html.Table(
            $"The label from few labelled texts: accuracy, mean ± deviation over {figures[0].Draws} draws", ["labelled texts", "z", "majority", "bag of words"],
            figures.Select(few => (Numbers.Count(few.Labels), (IEnumerable<string>)
            [
                $"{Numbers.Text(few.Accuracy)} ± {Numbers.Text(few.Deviation)}", Numbers.Text(few.Majority), $"{Numbers.Text(few.BagOfWords)} ± {Numbers.Text(few.BagOfWordsDeviation)}",
            ])));

    private static string Target(ProbeFigure probe) => probe.Kind is ProbeKind.Phrase or ProbeKind.LabelWord
        ? $"{Html.Text(probe.Target)} <span class=\"soft\">{ChoiceName.Of(probe.Kind).Replace('_', ' ')}</span>"
        : Html.Text(probe.Target.Replace('_', ' '));

    private static string LeftOut(ProbeReport report) =>
        report.LeftOut.Count == 0 ? "" : $"<p class=\"soft\">{Html.Escape(string.Join(' ', report.LeftOut))}</p>\n";
}
