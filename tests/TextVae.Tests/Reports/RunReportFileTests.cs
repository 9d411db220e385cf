using TextVae.Reports;
using TextVae.Runs;
using TextVae.Tests.Runs;

namespace TextVae.Tests.Reports;

public sealed class RunReportFileTests : IDisposable
{
    private readonly TinyRuns _runs = new("down", "up");

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData("vae")]
    [InlineData("lm")]
    public void What_was_measured_makes_the_same_page_again(string kind)
    {
        var folder = _runs.Train("run", $"model.kind={kind}");
        using var model = TrainedModel.Load(folder.Path);
        var report = RunReporter.Measure(
            folder, "a", model, _runs.Data.Dataset, new ReportOptions(), cancellation: TestContext.Current.CancellationToken);
        var file = Path.Combine(folder.Path, "report.json");

        RunReportFile.Save(file, report);
        var loaded = RunReportFile.Load(file, folder, "a", _runs.Data.Dataset);

        Assert.Equal(ReportPage.Write([report, report with { Name = "b" }], "test"), ReportPage.Write([loaded, report with { Name = "b" }], "test"));
    }

    [Fact]
    public void Probes_are_left_out_where_they_are_not_asked_for()
    {
        var folder = _runs.Train("run");
        using var model = TrainedModel.Load(folder.Path);

        var report = RunReporter.Measure(
            folder, "a", model, _runs.Data.Dataset, new ReportOptions { Probe = false }, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(report.Probing);
        Assert.NotNull(report.Map);
    }

    [Fact]
    public void A_figure_that_is_not_finite_is_still_one()
    {
        var folder = _runs.Train("run");
        using var model = TrainedModel.Load(folder.Path);
        var report = RunReporter.Measure(
            folder, "a", model, _runs.Data.Dataset, new ReportOptions(), cancellation: TestContext.Current.CancellationToken);
        var measurement = report.Measurement;

        var figures = RunFigures.Of(report with
        {
            Measurement = new(measurement.Sentences, measurement.Information, measurement.Report with { Reconstruction = 1e9 }),
        });

        Assert.Equal((double.PositiveInfinity, 1e9), (figures["perplexity"], figures["reconstruction"]));
        Assert.Equal(report.Figures.Kl, figures["kl"]);
        Assert.StartsWith("∞ ± ", RunFigures.Shown(figures, "perplexity"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        var folder = _runs.Train("run");
        var file = Path.Combine(folder.Path, "report.json");
        File.WriteAllText(file, "null");

        Assert.Equal(
            $"'{file}' is damaged: it is null. Delete it, and the run is measured again.",
            Assert.Throws<DataException>(() => RunReportFile.Load(file, folder, "a", _runs.Data.Dataset)).Message);
    }
}
