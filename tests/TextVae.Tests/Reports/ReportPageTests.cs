using System.Text.RegularExpressions;
using System.Xml.Linq;
using TextVae.Corpus;
using TextVae.Evaluation.Diagnosis;
using TextVae.Evaluation.Probes;
using TextVae.Reports;
using TextVae.Runs;
using TextVae.Tests.Runs;

namespace TextVae.Tests.Reports;

public sealed class ReportPageTests : IDisposable
{
    private const string Hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>\u202Eabc";

    private readonly TinyRuns _runs = new("good <b>", "bad");

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void The_page_is_well_formed_and_names_nothing_outside_itself()
    {
        var page = ReportPage.Write([Measure("a"), Measure("b", "model.kind=lm")], "test");

        // All that HTML allows and XML does not, the page does without, but for the first line and two kinds of tags.
        var document = XDocument.Parse(Regex.Replace(page, "<!DOCTYPE html>|<meta [^>]*>", ""));
        Assert.DoesNotContain(
            document.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object");
        Assert.DoesNotContain(
            document.Descendants().Attributes(),
            attribute => attribute.Name.LocalName is "src" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(document.Descendants().Attributes("href"), link => Assert.StartsWith("#", link.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", 20)]
    [InlineData("decoder", 0)]
    public void A_run_that_goes_on_from_another_begins_where_that_stood(string reset, int before)
    {
        var source = _runs.Train("source");
        using (var run = TrainingRun.Start(
            TinyRuns.RecipeWith($"training.reset={reset}"), _runs.Data.Dataset, _runs.Data.Path, _runs["run"], source.Path))
        {
            _ = run.Execute(TestContext.Current.CancellationToken).Count();
        }

        var report = Measured("run");

        Assert.All(
            RunCharts.Of([report]).Where(chart => chart.Id is "perplexity" or "kl_weight" or "speed"),
            chart => Assert.Equal(before + 20, chart.Lines[0].X[^1]));
        Assert.Equal(
            before > 0, ReportPage.Write([report], "test").Contains("<bdi>run</bdi> goes on from step 20 of another run.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_legend_tells_thirty_runs_apart_as_their_lines_do()
    {
        var report = Measure("a");

        var page = ReportPage.Write([.. Enumerable.Range(0, 30).Select(i => report with { Name = $"run {i}" })], "test");

        string[] keys = [.. Regex.Matches(page, "<svg class=\"key\"[^>]*><path class=\"(line [^\"]*)\"").Select(key => key.Groups[1].Value)];
        Assert.Equal(30, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Contains($"<path class=\"{key}\" d=\"M", page, StringComparison.Ordinal));
        Assert.All(keys, key => Assert.Contains($".{key.Split(' ')[2]}{{", $".d0{{{page}", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_texts_labels_and_names_hold_is_no_markup()
    {
        var report = Measure("a") with
        {
            Name = Hostile,
            Samples = [Hostile, ""],
            Reconstructions = [(Hostile, Hostile)],
            Interpolations = [new Interpolation(Hostile, Hostile, 9, [Hostile])],
            Probing = new ProbeReport([new(Hostile, ProbeKind.Phrase, ProbeMetric.Auc, 1, 1, 1, 1)], [new(100, 5, 1, 0, 1, 0, 1, 1)], [Hostile]),
            Labels = [Hostile, Hostile],
            Examination = new ModelExamination(null, [new(Ailment.PosteriorCollapse, Severity.Serious, Hostile, [])]),
        };

        var page = ReportPage.Write([report, report], "test");

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("'&<", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
        Assert.Contains("<i>(empty)</i>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_figure_has_a_text_every_table_its_heads_and_headings_leave_no_level_out()
    {
        var document = XDocument.Parse(Regex.Replace(ReportPage.Write([Measure("a")], "test"), "<!DOCTYPE html>|<meta [^>]*>", ""));

        Assert.All(document.Descendants("figure"), figure =>
        {
            Assert.NotEmpty(figure.Element("figcaption")!.Value);
            Assert.NotEmpty(figure.Element("svg")!.Attribute("aria-label")!.Value);
        });
        Assert.All(document.Descendants("table"), table =>
        {
            Assert.NotEmpty(table.Element("caption")!.Value);
            Assert.All(table.Descendants("tr"), row => Assert.Equal(table.Descendants("tr").First().Elements().Count(), row.Elements().Count()));
        });
        var levels = document.Descendants().Where(element => Regex.IsMatch(element.Name.LocalName, "^h[1-6]$"))
            .Select(element => element.Name.LocalName[1] - '0').ToArray();
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
    }

    [Fact]
    public void All_that_was_measured_is_on_the_page()
    {
        var report = Measure("a");

        var page = ReportPage.Write([report], "valid");

        Assert.All(
            new[]
            {
                "of the valid split", "nll_bound", "latent_gain", "nll_iw", "recipe.toml", "Latent map", "Interpolations", "Perplexity, validation",
                "Weight of the KL term", "Mutual information I(x; z), validation", "Active units, validation", "Importance-weighted −ln p(x) over its samples",
                "Speed of training", "KL of each dimension of z", "What a linear probe reads from z",
            },
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Equal(6, report.Reconstructions.Count);
        Assert.Equal(3, report.Interpolations.Count);
        Assert.Equal(Enum.GetValues<ProbeKind>().Order(), report.Probing!.Probes.Select(probe => probe.Kind).Distinct().Order());
        Assert.All(report.Probing.Probes.Where(probe => probe.Kind == ProbeKind.Phrase), probe => Assert.Contains($"<bdi>{probe.Target}</bdi>", page, StringComparison.Ordinal));
    }

    [Fact]
    public void An_interpolation_goes_from_one_reconstruction_to_the_next_and_shows_no_text_twice()
    {
        var report = Measure("a", "objective.kl=0.0", "objective.word_dropout=1.0", "model.hidden=16", "training.steps=200", "training.evaluate_every=200");

        foreach (var (pair, between) in report.Reconstructions.Chunk(2).Zip(report.Interpolations))
        {
            Assert.Equal((pair[0].Text, pair[1].Text, 9), (between.From, between.To, between.Steps));
            Assert.Equal(pair[0].Back, between.Texts[0]);
            Assert.Contains(pair[1].Back, between.Texts);
            Assert.Distinct(between.Texts);
        }

        Assert.Contains(report.Interpolations, between => between.Texts.Count > 1);
    }

    [Fact]
    public void Runs_of_the_same_data_are_compared_with_the_first_sentence_by_sentence_and_others_are_not()
    {
        var (first, second) = (Measure("a"), Measure("b", "training.seed=2"));
        var elsewhere = second with { Data = second.Data with { Hash = "another" } };

        var comparison = Assert.Single(RunComparison.Of([first, elsewhere, second]));

        Assert.Equal((second, first), (comparison.Run, comparison.Against));
        var bound = comparison.Differences.Single(row => row.Figure == "nll_bound");
        Assert.Equal(second.Figures.NllBound - first.Figures.NllBound, bound.Difference, 1e-9);
        Assert.True(bound.StandardError < first.Figures.StandardErrors!["nll_bound"]);
        Assert.Contains("b less a", ReportPage.Write([first, second], "test"), StringComparison.Ordinal);
        var apart = ReportPage.Write([first, elsewhere], "test");
        Assert.DoesNotContain("id=\"differences\"", apart, StringComparison.Ordinal);
        Assert.DoesNotContain("#differences", apart, StringComparison.Ordinal);
        Assert.Contains("their likelihoods cannot be compared", apart, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_stands_with_its_exact_value_beside_the_estimates_of_an_autoencoder()
    {
        var (vae, language) = (Measure("a"), Measure("lm", "model.kind=lm"));

        var chart = RunCharts.Of([vae, language]).Single(chart => chart.Id == "nll_iw");

        Assert.Equal([1, 2, 4, 8, 16, 32, 64], chart.Lines[0].X);
        Assert.Equal(vae.Figures.NllIw, chart.Lines[0].Y[^1]);
        Assert.Equal(("lm (exact)", language.Figures.NllBound, 64), (chart.Lines[1].Name, chart.Lines[1].Y[0], chart.Lines[1].X[^1]));
        Assert.DoesNotContain(RunCharts.Of([language]), chart => chart.Id == "nll_iw");
        Assert.Null(Bars.OfKl(language));
    }

    private RunReport Measure(string name, params string[] settings)
    {
        _runs.Train(name, settings);
        return Measured(name);
    }

    private RunReport Measured(string name)
    {
        var folder = _runs[name];
        using var model = TrainedModel.Load(folder.Path);
        return RunReporter.Measure(
            folder, name, model, _runs.Data.Dataset, new ReportOptions { Split = Split.Test }, cancellation: TestContext.Current.CancellationToken);
    }
}
