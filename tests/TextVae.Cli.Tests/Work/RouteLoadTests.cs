using TextVae.Cli.Work;

namespace TextVae.Cli.Tests.Work;

public sealed class RouteLoadTests
{
    [Fact]
    public void The_times_are_those_within_which_so_many_of_the_answers_came()
    {
        var asked = Enumerable.Range(1, 200).Select(i => new AskedQuestion("encode", LoadOutcome.Answered, i)).Reverse()
            .Append(new AskedQuestion("encode", LoadOutcome.Refused, 1e6)).Append(new AskedQuestion("encode", LoadOutcome.Lost, 1e6))
            .Append(new AskedQuestion("reconstruct", LoadOutcome.Answered, 1e6));

        var load = RouteLoad.Of("encode", asked, seconds: 4);

        Assert.Equal(new RouteLoad("encode", Answered: 200, Refused: 1, Lost: 1, PerSecond: 50, P50: 100, P99: 198, Longest: 200), load);
    }

    [Fact]
    public void Without_an_answer_there_are_no_times()
    {
        var load = RouteLoad.Of("encode", [], seconds: 1);

        Assert.Equal((0, double.NaN, double.NaN), (load.Answered, load.P50, load.Longest));
    }
}
