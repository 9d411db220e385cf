using TextVae.Corpus;
using TextVae.Corpus.Preparing;

namespace TextVae.Tests.Corpus.Preparing;

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

    [Theory]
    [InlineData("rest,3000,0.06", 10_000, 6_400, 3_000, 600)]
    [InlineData("rest,3000,0", 3_001, 1, 3_000, 0)]
    [InlineData("200,rest,0.001", 300, 200, 99, 1)]
    [InlineData("0.5,1,rest", 9, 4, 1, 4)]
    [InlineData("1,0,0", 9, 9, 0, 0)]
    public void Numbers_of_texts_are_kept_exactly(string sizes, int sentences, int train, int valid, int test) =>
        Assert.Equal(new SplitPlan(train, valid, test), SplitPlan.Of(sentences, SplitSizes.Parse(sizes)));

    [Fact]
    public void Numbers_that_leave_nothing_for_the_rest_are_refused()
    {
        SkippedRecords skipped = new(SkipReason.TooShort, 2, [new RecordPlace("a.txt", 7, null)]);
        Assert.Equal(
            "Only 3003 of the texts can be used, and the split rest,3000,0.001 takes 3003 before any are left for the rest. Left out were 2 "
            + "with too few words (first: a.txt, line 7). Give more texts, or smaller numbers.",
            Assert.Throws<DataException>(() => SplitPlan.Of(3_003, SplitSizes.Parse("rest,3000,0.001"), [skipped])).Message);
    }
}
