using System.Globalization;
using System.Text;

namespace TextVae.Reports;

/// <summary>One HTML page about runs that needs nothing beside it: no network, no script, its style and figures within it.</summary>
public static class ReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="runs">The runs, at least one; the first is what others are compared with.</param>
    /// <param name="split">The name of the split that was measured.</param>
    /// <returns>HTML; whatever texts hold, none of it is markup.</returns>
    public static string Write(IReadOnlyList<RunReport> runs, string split)
    {
        var title = runs.Count == 1 ? $"Run {runs[0].Name}" : $"{runs.Count} runs compared";
        var page = new StringBuilder().Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Html.Escape(title)} · TextVae</title>
            <style>
            {PageStyle.Css}
            </style>
            </head>
            <body>
            <header><h1>{Html.Text(title)}</h1>
            <p class="soft">Figures are of the {Html.Escape(split)} split, of each run's best model by validation bound; nats unless something else is said.</p>
            {Navigation(runs)}</header>
            <main>

            """);
        page.Append("<section id=\"findings\"><h2>What the doctor finds</h2>\n");
        foreach (var run in runs)
            page.Append(FindingsSection.Write(run, runs.Count > 1));
        page.Append("</section>\n").Append(FiguresSection.Write(runs)).Append(DifferencesSection.Write(runs)).Append(Curves(runs));
        foreach (var (place, run) in runs.Index())
            page.Append(RunSection.Write(run, place));
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Navigation(IReadOnlyList<RunReport> runs)
    {
        (string Id, string Name)[] sections =
        [
            ("findings", "Findings"), ("figures", "Figures"), .. RunComparison.Of(runs).Count > 0 ? [("differences", "Differences")] : Array.Empty<(string, string)>(),
            ("curves", "Curves"), .. runs.Index().Select(run => ($"run-{run.Index}", run.Item.Name)),
        ];
        return $"<nav aria-label=\"Contents\"><ul>{string.Concat(sections.Select(section => $"<li><a href=\"#{section.Id}\">{Html.Text(section.Name)}</a></li>"))}</ul></nav>";
    }

    private static string Curves(IReadOnlyList<RunReport> runs)
    {
        var legend = runs.Count > 1 ? Html.Legend(runs.Index().Select(run => (run.Item.Name, run.Index))) : "";
        var charts = RunCharts.Of(runs).Select(chart => $"<figure><figcaption>{Html.Escape(Caption(chart))}</figcaption>{SvgChart.Lines(chart)}</figure>\n");
        var beginnings = runs.Where(run => run.Info.StepsBefore(run.Recipe) > 0).Select(run => string.Create(
            CultureInfo.InvariantCulture, $"<p class=\"soft\">{Html.Text(run.Name)} goes on from step {run.Info.StepsBefore(run.Recipe):#,0} of another run.</p>\n"));
        return $"<section id=\"curves\"><h2>Curves</h2>\n{legend}{string.Concat(beginnings)}<div class=\"charts\">{string.Concat(charts)}</div></section>\n";
    }

    private static string Caption(Chart chart) => chart.BeyondInWords is { Length: > 0 } beyond ? $"{chart.Title}; {beyond}" : chart.Title;
}
