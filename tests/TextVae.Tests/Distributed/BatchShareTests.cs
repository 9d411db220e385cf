using TextVae.Distributed;
using TorchSharp;

namespace TextVae.Tests.Distributed;

public sealed class BatchShareTests
{
    private static readonly int[] Lengths = [9, 7, 7, 5, 4, 2, 1];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_sentence_is_one_rank_s_and_ranks_have_about_as_many_tokens(int count)
    {
        var shares = ThreadRanks.Run(count, ranks => BatchShare.Of(Lengths, ranks));

        Assert.Equal(Enumerable.Range(0, Lengths.Length), shares.SelectMany(share => share.Columns).Order());
        var tokens = shares.Select(share => share.Columns.Sum(column => Lengths[column])).ToArray();
        Assert.InRange(tokens.Max() - tokens.Min(), 0, Lengths[0]);
        Assert.All(shares, share => Assert.Equal((7, 9, 35L), (share.Size, share.Time, share.Tokens)));
    }

    [Fact]
    public void A_rank_without_a_sentence_computes_the_shortest_one_which_counts_nothing()
    {
        var shares = ThreadRanks.Run(3, ranks => BatchShare.Of([4, 2], ranks));

        Assert.Equal([[0], [1], [1]], shares.Select(share => share.Columns));
        Assert.Equal([1, 1, 0], shares.Select(share => share.Own));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Parts_of_a_mean_and_their_gradients_sum_to_those_of_the_whole(int count)
    {
        float[] values = [1, -2, 3, 0.5f, 4, -1, 2];

        var parts = ThreadRanks.Run(count, ranks =>
        {
            using var scope = torch.NewDisposeScope();
            var share = BatchShare.Of(Lengths, ranks);
            var own = torch.tensor(Array.ConvertAll([.. share.Columns], column => values[column])).requires_grad_();
            // A mean, and what is no sum of parts: the square of the mean, and the greatest of all.
            var features = own.unsqueeze(1);
            var value = share.Mean(own).Plus(share.Part(share.MeanOfAll(features).Square().sum())).Plus(share.Part(share.All(features).max()));
            value.backward();
            return (Value: value.ToDouble(), Gradient: Tiny.Floats(own.grad!).Take(share.Own).Zip(share.Columns).ToArray());
        });

        var mean = values.Average();
        Assert.Equal(mean + (mean * mean) + 4, parts.Sum(part => part.Value), 1e-5);
        var gradient = parts.SelectMany(part => part.Gradient).OrderBy(of => of.Second).Select(of => of.First).ToArray();
        var expected = Enumerable.Repeat((1 + (2 * mean)) / 7, 7).ToArray();
        expected[4] += 1;
        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(7, gradient.Length);
    }

    [Fact]
    public void Other_texts_in_the_sentences_places_are_known_to_all()
    {
        var shares = ThreadRanks.Run(2, ranks =>
        {
            var share = BatchShare.Of([5, 4, 3], ranks);
            return share.WithTexts([.. share.Columns.Select(column => column + 10)]);
        });

        Assert.All(shares, share => Assert.Equal([10, 11, 12], share.Lengths));
    }
}
