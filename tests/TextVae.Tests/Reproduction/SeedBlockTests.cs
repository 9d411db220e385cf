using TextVae.Reproduction;

namespace TextVae.Tests.Reproduction;

public sealed class SeedBlockTests
{
    // Student's paired test by hand: differences 1, 2, 3; mean 2, deviation 1, t of two degrees 4.303.
    [Fact]
    public void Two_systems_are_compared_as_the_paired_test_does()
    {
        var estimate = Block(("a", [10, 20, 30]), ("b", [11, 22, 33])).Difference("a", "b");

        Assert.Equal(2, estimate.Difference, 1e-12);
        Assert.Equal(4.303 / Math.Sqrt(3), estimate.HalfWidth, 1e-9);
    }

    [Fact]
    public void What_a_seed_does_to_all_systems_does_not_blur_their_differences()
    {
        var estimate = Block(("a", [1, 101]), ("b", [3, 103]), ("c", [6, 106])).Difference("a", "c");

        Assert.Equal(5, estimate.Difference, 1e-12);
        Assert.Equal(0, estimate.HalfWidth, 1e-9);
    }

    [Fact]
    public void Only_seeds_that_all_systems_have_are_counted()
    {
        var all = Block(("a", [1, 2, 50]), ("b", [4, 6]));
        var common = Block(("a", [1, 2]), ("b", [4, 6]));

        Assert.Equal(common.Difference("a", "b"), all.Difference("a", "b"));
    }

    [Fact]
    public void One_seed_knows_no_interval() =>
        Assert.Equal(new Estimate(3, double.PositiveInfinity), Block(("a", [1]), ("b", [4])).Difference("a", "b"));

    // Values of Student's t at 97.5 %: 2.086 for 20 degrees of freedom, 2.000 for 60.
    [Theory]
    [InlineData(21, 2.086)]
    [InlineData(61, 2.000)]
    public void The_quantile_is_student_s_for_many_seeds_too(int seeds, double quantile)
    {
        double[] alternating = [.. Enumerable.Range(0, seeds).Select(seed => seed % 2 == 0 ? 1.0 : -1.0)];
        var mean = alternating.Average();
        var deviation = Math.Sqrt(alternating.Sum(value => (value - mean) * (value - mean)) / (seeds - 1));

        var estimate = Block(("a", new double[seeds]), ("b", alternating)).Difference("a", "b");

        Assert.Equal(quantile * deviation / Math.Sqrt(seeds), estimate.HalfWidth, 1e-3);
    }

    [Fact]
    public void A_system_that_went_astray_has_no_value()
    {
        var block = Block(("a", [1, double.NaN]), ("b", [4, 6]));

        Assert.Equal((false, true, false), (block.Has("a"), block.Has("b"), block.Has("c")));
    }

    [Theory]
    [InlineData(2, 1, Verdict.Holds)]
    [InlineData(2, 3, Verdict.CannotBeTold)]
    [InlineData(-2, 1, Verdict.DoesNotHold)]
    [InlineData(2, double.PositiveInfinity, Verdict.CannotBeTold)]
    public void Above_is_told_by_the_whole_interval(double difference, double halfWidth, Verdict verdict) =>
        Assert.Equal(verdict, new Estimate(difference, halfWidth).IsAbove(0));

    [Theory]
    [InlineData(0.2, 0.5, Verdict.Holds)]
    [InlineData(-0.2, 0.5, Verdict.Holds)]
    [InlineData(0.8, 0.5, Verdict.CannotBeTold)]
    [InlineData(0, 5, Verdict.CannotBeTold)]
    [InlineData(2, 0.5, Verdict.DoesNotHold)]
    [InlineData(-2, 0.5, Verdict.DoesNotHold)]
    public void Within_is_told_by_both_ends(double difference, double halfWidth, Verdict verdict) =>
        Assert.Equal(verdict, new Estimate(difference, halfWidth).IsWithin(1));

    private static SeedBlock Block(params (string System, double[] Values)[] systems) => new(systems.ToDictionary(
        row => row.System,
        IReadOnlyDictionary<long, double> (row) => row.Values.Index().ToDictionary(value => (long)value.Index + 1, value => value.Item)));
}
