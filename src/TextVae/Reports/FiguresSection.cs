namespace TextVae.Reports;

/// <summary>The figures of all runs beside each other.</summary>
internal static class FiguresSection
{
    public static string Write(IReadOnlyList<RunReport> runs)
    {
        var figures = runs.Select(RunFigures.Of).ToArray();
        var names = figures.SelectMany(of => of.Keys).Distinct().Where(name => !name.EndsWith("_error", StringComparison.Ordinal));
        var rows = names.Select(name => (Head: $"<code>{Html.Escape(name)}</code>", Cells: figures.Select(of => RunFigures.Shown(of, name))));
        var sizes = new[]
        {
            (Head: "parameters", Cells: runs.Select(run => Numbers.Count(run.Parameters))),
            (Head: "step of the model", Cells: runs.Select(run => Numbers.Count(run.BestStep))),
        };
        var isOneData = runs.Select(run => run.Data.Hash).Distinct().Count() == 1;
        var warning = isOneData ? "" : "<p>The runs were trained on different data, so their likelihoods cannot be compared.</p>\n";
        var table = Html.Table("Figures, ± their standard error over sentences where it is known", ["figure", .. runs.Select(run => run.Name)], [.. rows, .. sizes]);
        return $"<section id=\"figures\"><h2>Figures</h2>\n{warning}<div class=\"numbers\">{table}</div></section>\n";
    }
}
