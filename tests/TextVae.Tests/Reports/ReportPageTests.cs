using System.Text.RegularExpressions;
using System.Xml.Linq;
using TextVae.Corpus;
using TextVae.Evaluation.Diagnosis;
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

    [Fact]
    public void Whatever_texts_labels_and_names_hold_is_no_markup()
    {
        var report = Measure("a") with
        {
            Name = Hostile,
            Samples = [Hostile, ""],
            Reconstructions = [(Hostile, Hostile)],
            Interpolation = [Hostile],
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
                "of the valid split", "nll_bound", "latent_gain", "recipe.toml", "Latent map", "Interpolation", "Perplexity, validation",
                "Weight of the KL term", "Speed of training", "What a linear probe reads from z",
            },
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Equal(6, report.Reconstructions.Count);
        Assert.Equal(7, report.Interpolation.Count);
        Assert.Equal(report.Reconstructions[0].Back, report.Interpolation[0]);
        Assert.Equal(report.Reconstructions[1].Back, report.Interpolation[^1]);
    }

    private RunReport Measure(string name, params string[] settings)
    {
        var folder = _runs.Train(name, settings);
        using var model = TrainedModel.Load(folder.Path);
        return RunReporter.Measure(
            folder, name, model, _runs.Data.Dataset, new ReportOptions { Split = Split.Test }, cancellation: TestContext.Current.CancellationToken);
    }
}
