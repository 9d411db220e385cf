using TextVae.Cli.Views;
using TextVae.Corpus;

namespace TextVae.Cli.Tests.Views;

public sealed class PrepareViewTests
{
    [Fact]
    public void The_share_rises_over_all_stages_and_the_text_says_what_is_done()
    {
        List<(double Share, string Text)> seen = [];
        PrepareView view = new(new Collect((share, text) => seen.Add((share, text))));
        // What is joined has been read before, so the one stage stands in the place of the other.
        foreach (var stage in Enum.GetValues<PrepareStage>().Except([PrepareStage.Joining]))
        {
            view.Report(new PrepareProgress(stage, 0, 2_000_000_000, 0));
            view.Report(new PrepareProgress(stage, 1_000_000_000, 2_000_000_000, 1_234_567));
            view.Report(new PrepareProgress(stage, 2_000_000_000, 2_000_000_000, 0));
        }

        Assert.Equal(seen.Select(s => s.Share).Order(), seen.Select(s => s.Share));
        Assert.Equal((0.0, 1.0), (seen[0].Share, seen[^1].Share));
        Assert.Equal("hashing 0 of 2,000 MB, 0 MB/s", seen[0].Text);
        Assert.Matches("^reading 1,000 of 2,000 MB, [0-9,]+ MB/s, 1,234,567 texts$", seen[4].Text);
        Assert.Equal("merging, 1,000,000,000 of 2,000,000,000 tokens", seen[10].Text);
        Assert.Equal("writing 1,000,000,000 of 2,000,000,000 texts", seen[13].Text);
    }

    [Fact]
    public void Joining_stands_in_the_place_of_reading()
    {
        List<(double Share, string Text)> seen = [];
        PrepareView view = new(new Collect((share, text) => seen.Add((share, text))));

        view.Report(new PrepareProgress(PrepareStage.Joining, 500, 1000, 500));
        view.Report(new PrepareProgress(PrepareStage.Reading, 500, 1000, 500));

        Assert.Equal("joining 500 of 1,000 texts", seen[0].Text);
        Assert.Equal(seen[1].Share, seen[0].Share);
    }

    private sealed class Collect(Action<double, string> take) : IProgressSink
    {
        public void Report(double share, string text) => take(share, text);

        public void Line(string text)
        {
        }
    }
}
