using TextVae.Distributed;
using TextVae.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Distributed;

public sealed class GradientSumTests
{
    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Every_parameter_with_a_gradient_gets_the_sum_of_all_ranks(int count, bool copiesBack)
    {
        var found = ThreadRanks.Run(count, ranks =>
        {
            using var scope = torch.NewDisposeScope();
            var (a, b, unused) = (new Parameter(torch.ones(2, 3)), new Parameter(torch.ones(4)), new Parameter(torch.ones(5)));
            var weight = ranks.Rank + 1.0;
            (a.sum().Times(weight).Plus(b.Square().sum().Times(weight))).backward();
            using var sum = new GradientSum(ranks) { CopiesBack = copiesBack };
            var own = a.grad!;

            Assert.True(sum.Make([a, b, unused]) >= 0);

            Assert.Null(unused.grad);
            // Where they are elsewhere than in the memory of the sum, gradients stay where they are.
            if (copiesBack)
                Assert.Equal(Tiny.Floats(own), Tiny.Floats(a.grad!));
            return (A: Tiny.Floats(a.grad!), B: Tiny.Floats(b.grad!));
        });

        var total = count * (count + 1) / 2f;
        Assert.All(found, rank => Assert.Equal(Enumerable.Repeat(total, 6), rank.A));
        Assert.All(found, rank => Assert.Equal(Enumerable.Repeat(2 * total, 4), rank.B));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void What_is_read_once_is_summed_before_the_backward_pass_has_ended(int reads, int early)
    {
        var found = ThreadRanks.Run(3, ranks =>
        {
            using var scope = torch.NewDisposeScope();
            var (a, b) = (new Parameter(torch.ones(2)), new Parameter(torch.ones(2)));
            var begun = 0;
            using (EarlyGradient.Listen((_, _) => begun++))
                EarlyGradient.Of(a).Times(3).Plus(reads == 2 ? EarlyGradient.Of(a) : b).sum().backward();
            var counted = begun;
            a.grad = b.grad = null;

            using var sum = new GradientSum(ranks);
            using (sum.Listen([a, b]))
                EarlyGradient.Of(a).Times(3).Plus(reads == 2 ? EarlyGradient.Of(a) : b).sum().backward();
            sum.Make([a, b]);
            return (counted, A: Tiny.Floats(a.grad!), B: b.grad is null ? [] : Tiny.Floats(b.grad));
        });

        Assert.All(found, rank => Assert.Equal(early, rank.counted));
        Assert.All(found, rank => Assert.Equal(Enumerable.Repeat(reads == 2 ? 12f : 9f, 2), rank.A));
        Assert.All(found, rank => Assert.Equal(reads == 2 ? [] : [3f, 3f], rank.B));
    }
}
