using TextVae.Cli.Figures;
using TextVae.Runs;

namespace TextVae.Cli.Tests.Figures;

public sealed class RunCurveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("textvae-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_evaluations_of_a_log_are_a_curve_though_its_last_line_is_torn()
    {
        var run = new RunFolder(_folder);
        File.WriteAllText(
            run.Metrics,
            """
            {"kind":"train","step":1,"loss":5}
            {"kind":"valid","step":2,"nll_bound":4.5,"kl":0.5,"perplexity_conditional":9}
            {"kind":"valid","step":4,"nll_bound":null,"kl":1,"perplexity_conditional":8}
            {"kind":"valid","step":6,"nll_b
            """);

        var curve = RunCurve.Read("run", run);

        Assert.Equal("run", curve.Name);
        Assert.Equal([2.0, 4.0], curve.Steps);
        Assert.Equal([4.5, double.NaN], curve.Bound);
        Assert.Equal([0.5, 1.0], curve.Kl);
        Assert.Equal([9.0, 8.0], curve.ConditionalPerplexity);
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_log_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have other pipes.");
        var run = new RunFolder(_folder);
        using (var make = System.Diagnostics.Process.Start("mkfifo", [run.Metrics]))
            make.WaitForExit();

        Assert.Throws<DataException>(() => RunCurve.Read("run", run));
    }
}
