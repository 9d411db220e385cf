using System.Globalization;
using System.Text;
using TextVae.Corpus;
using TextVae.Evaluation;

namespace TextVae.Reports;

/// <summary>What is told of each run by itself: data, texts, map, probes, recipe.</summary>
internal static class RunSection
{
    public static string Write(RunReport run, int place)
    {
        var html = new StringBuilder($"<section id=\"run-{place}\"><h2>{Html.Text(run.Name)}</h2>\n").Append(Data(run));
        html.Append("<h3>Samples</h3>\n<p class=\"soft\">Drawn from the model alone, word by word.</p>\n").Append(List(run.Samples));
        if (run.Reconstructions.Count > 0)
        {
            html.Append("<h3>Reconstructions</h3>\n").Append(Html.Table(
                "Texts of the split, and what greedy decoding makes of the mean of their q(z|x)", ["text", "back"],
                run.Reconstructions.Select(pair => (Html.Text(pair.Text), (IEnumerable<string>)[Html.Text(pair.Back)]))));
        }

        if (run.Interpolations.Count > 0)
        {
            html.Append("<h3>Interpolations</h3>\n<p class=\"soft\">Between the vectors of two texts, in a straight line: ")
                .Append(CultureInfo.InvariantCulture, $"{run.Interpolations[0].Steps} vectors decoded greedily, and each different text once.</p>\n");
            foreach (var (from, to, _, texts) in run.Interpolations)
                html.Append($"<p>From <q>{Html.Text(from)}</q> to <q>{Html.Text(to)}</q>:</p>\n").Append(List(texts));
        }

        if (Bars.OfKl(run) is { } kl)
            html.Append($"<h3>What each dimension says</h3>\n<figure><figcaption>{Html.Escape(kl.Title)}</figcaption>{SvgChart.Columns(kl)}</figure>\n");
        if (run.Map is { Points.Count: > 0 } map)
            html.Append("<h3>Latent map</h3>\n").Append(Map(run, map));
        if (run.Examination.Use is { } use)
            html.Append("<h3>What z is worth along a text</h3>\n").Append(LatentUseSection.Write(use));
        if (run.Probing is { } probing)
            html.Append("<h3>What a linear probe reads from z</h3>\n").Append(ProbesSection.Write(probing));
        return html.Append($"<h3>Recipe</h3>\n<details><summary>recipe.toml</summary><pre>{Recipe(run)}</pre></details>\n</section>\n").ToString();
    }

    private static string Recipe(RunReport run) =>
        string.Join('\n', run.Recipe.ToToml().Split('\n').Select(Html.Escape));

    private static string List(IReadOnlyList<string> texts) =>
        $"<ol>{string.Concat(texts.Select(text => $"<li>{Html.Text(text)}</li>"))}</ol>\n";

    private static string Data(RunReport run)
    {
        var rows = new[] { Split.Train, Split.Valid, Split.Test }.Select(split => (ChoiceName.Of(split), Cells(run.Data[split])));
        var table = Html.Table(
            string.Create(CultureInfo.InvariantCulture, $"Data: {run.Data.Vocabulary.Count:#,0} words, tokenizer {ChoiceName.Of(run.Data.Options.Tokenizer)}"),
            ["split", "sentences", "tokens", "words a sentence", "unknown"], rows);
        var ran = string.Create(
            CultureInfo.InvariantCulture,
            $"Trained for {run.History.Steps.LastOrDefault()?.Step ?? run.BestStep:#,0} steps; seed {run.Info.Seed}, {run.Info.Threads} threads, {ChoiceName.Of(run.Info.Precision)}, {run.Info.Processor.Name}.");
        return $"<p>{Html.Escape(ran)}</p>\n<div class=\"numbers\">{table}</div>";
    }

    private static IEnumerable<string> Cells(SplitInfo split) =>
    [
        split.Sentences.ToString("#,0", CultureInfo.InvariantCulture), split.Tokens.ToString("#,0", CultureInfo.InvariantCulture),
        split.Lengths.Mean.ToString("0.0", CultureInfo.InvariantCulture), split.UnknownShare.ToString("0.00 %", CultureInfo.InvariantCulture),
    ];

    private static string Map(RunReport run, LatentMap map)
    {
        string Unit(string axis, double share) => string.Create(CultureInfo.InvariantCulture, $"{axis}: {share:0 %}");
        int[] labels = [.. map.Points.Select(point => point.Label).Where(label => label >= 0).Distinct().Order()];
        var names = labels.Select(label => (run.Labels[label], label));
        var alt = $"{map.Points.Count} texts on the first two principal axes of their posterior means, each with its share of the variance"
            + (labels.Length > 0 ? $"; {(labels.Max() < Palette.Count ? "colours are labels" : "colours and shapes are labels")}" : "");
        var svg = SvgChart.Points(
            alt, [.. map.Points.Select(point => (point.X, point.Y, Math.Max(0, point.Label)))], (Unit("first axis", map.Shares.X), Unit("second axis", map.Shares.Y)));
        return $"{(labels.Length > 0 ? Html.LegendOfPoints(names) : "")}<figure><figcaption>{Html.Escape(alt)}</figcaption>{svg}</figure>\n";
    }
}
