using TextVae.Cli.Views;
using TextVae.Evaluation.Probes;

namespace TextVae.Cli.Tests.Views;

public sealed class EvaluationTablesTests
{
    [Fact]
    public void Long_targets_of_probes_leave_the_columns_in_line()
    {
        var output = new StringWriter();
        string[] targets = ["length", "a phrase of many words that nobody expected"];

        EvaluationTables.PrintProbes(
            [.. targets.Select(target => new ProbeFigure(target, ProbeKind.Label, ProbeMetric.Accuracy, 0.5, 0.25, 0.75, 10))], output);

        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        var kind = lines[0].IndexOf("kind", StringComparison.Ordinal);
        Assert.Equal(targets[1].Length + 2, kind);
        Assert.Equal([kind, kind], lines[1..].Select(line => line.IndexOf("label", StringComparison.Ordinal)));
        Assert.Single(lines.Select(line => line.Length).Distinct());
    }
}
