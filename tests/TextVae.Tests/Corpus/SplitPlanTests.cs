using TextVae.Corpus.Preparing;

namespace TextVae.Tests.Corpus;

public sealed class SplitPlanTests
{
    [Fact]
    public void Every_arrangement_is_as_likely()
    {
        // 12 arrangements of 2 + 1 + 1: with 12,000 draws each has a mean of 1,000 and a standard deviation of 30.
        SplitPlan plan = new(2, 1, 1);
        Dictionary<string, int> counts = [];
        for (var seed = 0; seed < 12_000; seed++)
        {
            var drawn = string.Join(' ', plan.Drawn(seed));
            counts[drawn] = counts.GetValueOrDefault(drawn) + 1;
        }
        Assert.Equal(12, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1_150));
    }

    [Fact]
    public void A_seed_draws_the_same_for_ever() => Assert.Equal(
        "Train Train Valid Test Train Train Train Train",
        string.Join(' ', new SplitPlan(6, 1, 1).Drawn(1)));
}
