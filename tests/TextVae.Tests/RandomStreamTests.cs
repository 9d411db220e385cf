
namespace TextVae.Tests;

public sealed class RandomStreamTests
{
    [Fact]
    public void Normal_draws_are_a_whole_standard_normal_and_not_a_truncated_one()
    {
        const int count = 200_000;
        var random = new RandomStream(1, 2, 3);
        var (sum, squares, beyondTwo) = (0.0, 0.0, 0);
        for (var i = 0; i < count; i++)
        {
            var x = random.NextNormal();
            sum += x;
            squares += x * x;
            beyondTwo += Math.Abs(x) > 2 ? 1 : 0;
        }

        Assert.Equal(0, sum / count, 4 / Math.Sqrt(count));
        Assert.Equal(1, squares / count, 4 * Math.Sqrt(2.0 / count));
        Assert.Equal(0.0455, beyondTwo / (double)count, 0.003);
    }

    [Fact]
    public void The_same_key_gives_the_same_numbers_and_any_other_part_of_it_gives_others()
    {
        var first = new RandomStream(7, 8).Next();

        Assert.Equal(first, new RandomStream(7, 8).Next());
        Assert.NotEqual(first, new RandomStream(8, 7).Next());
        Assert.NotEqual(first, new RandomStream(7, 9).Next());
        Assert.NotEqual(first, new RandomStream(7).Next());
    }

    [Fact]
    public void The_numbers_of_a_key_are_fixed_for_ever()
    {
        var random = new RandomStream(1);

        Assert.Equal([4298484754510905290UL, 1650080859959542409UL], new[] { random.Next(), random.Next() });
    }


    [Fact]
    public void A_shuffle_reaches_every_order_about_equally_often()
    {
        var counts = new Dictionary<string, int>();
        var random = new RandomStream(5);
        for (var i = 0; i < 6000; i++)
        {
            char[] items = ['a', 'b', 'c'];
            random.Shuffle<char>(items);
            var order = new string(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }
}
