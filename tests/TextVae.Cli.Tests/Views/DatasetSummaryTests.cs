using TextVae.Cli.Tests.Commands;

namespace TextVae.Cli.Tests.Views;

public sealed class DatasetSummaryTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("bug,one two\nwish,two\nbug,three\n,four\n", "labels      2: bug (2 texts), wish (1)\n            1 text without one\n")]
    [InlineData("a,one two\n", "labels      1: a (1 text)\n")]
    public async Task It_counts_the_texts_of_labels_and_those_without(string rows, string expected)
    {
        var run = await PrepareAsync(rows);

        Assert.Contains(expected + "\nsplit ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_labels_it_shows_the_most_frequent()
    {
        var run = await PrepareAsync(string.Concat(Enumerable.Range(1, 12).SelectMany(i => Enumerable.Repeat($"k{i},text {i}\n", i))));

        Assert.Contains(
            "labels      12: k12 (12 texts), k11 (11), k10 (10), k9 (9), k8 (8), k7 (7), k6 (6), k5 (5), k4 (4), k3 (3) and 2 more\n", run.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(21, 1, true)]
    [InlineData(21, 2, false)]
    [InlineData(20, 1, false)]
    public async Task Labels_that_are_identifiers_are_told(int labels, int texts, bool isTold)
    {
        var run = await PrepareAsync(string.Concat(Enumerable.Range(1, labels).SelectMany(i => Enumerable.Repeat($"k{i},text {i}\n", texts))));

        Assert.Equal(isTold, run.Output.Contains(
            "\nwarning: nearly every text has a label of its own: 21 labels of 21 texts. Labels are categories; if --label-field names an "
            + "identifier or a text, name another field, or none.\n\nNext: ", StringComparison.Ordinal));
    }

    private async Task<Run> PrepareAsync(string rows)
    {
        var run = await Run.Of(
            "prepare", "--train", _space.Write("t.csv", "kind,text\n" + rows), "--out", _space["data"], "--label-field", "kind");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }
}
