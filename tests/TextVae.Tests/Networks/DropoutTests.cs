using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class DropoutTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_share_of_the_numbers_is_dropped_and_the_mean_stays(double share)
    {
        torch.random.manual_seed(1);

        var dropped = Tiny.Floats(Dropout.Of(torch.ones(200, 500).Times(3), share, isTraining: true));

        // A hundred thousand draws: four standard errors.
        var error = Math.Sqrt(share * (1 - share) / dropped.Length);
        Assert.Equal(share, dropped.Count(number => number == 0) / (double)dropped.Length, 4 * error);
        Assert.All(dropped.Where(number => number != 0), number => Assert.Equal(3 / (1 - share), number, 1e-4));
        Assert.Equal(3, dropped.Average(), 4 * 3 * error / (1 - share));
    }

    [Fact]
    public void Nothing_is_touched_or_drawn_outside_of_training_or_for_a_share_of_zero()
    {
        using var batch = Batch.Of(Tiny.Sentences);
        var words = SequenceInputs.OfWords(torch.randn(Tiny.Words, 3), batch.Targets, batch.Lengths);
        torch.random.manual_seed(1);
        var next = torch.rand(1).item<float>();
        torch.random.manual_seed(1);

        Assert.Same(words, Dropout.Of(words, 0.5, isTraining: false));
        Assert.Same(words, Dropout.Of(words, 0, isTraining: true));
        Assert.Same(words.Vectors, Dropout.Of(words.Vectors, 0.5, isTraining: false));
        Assert.Same(words.Vectors, Dropout.Of(words.Vectors, 0, isTraining: true));
        Assert.Equal(next, torch.rand(1).item<float>());
    }

    [Fact]
    public void A_word_that_stands_twice_loses_other_features_each_time()
    {
        using var batch = Batch.Of([[4, 4, 4], [4]]);
        torch.random.manual_seed(1);

        var dropped = Dropout.Of(
            SequenceInputs.OfWords(torch.ones(Tiny.Words, 64), batch.Targets, batch.Lengths), 0.5, isTraining: true);

        var read = dropped.Steps();
        Assert.Equal([batch.Time, batch.Size, 64], read.shape);
        Assert.Equal(batch.Tokens, dropped.Vectors.shape[0]);
        string[] masks = [.. new[] { (0, 0), (1, 0), (2, 0), (0, 1) }.Select(at => string.Join(' ', Tiny.Floats(read[at.Item1, at.Item2])))];
        Assert.Equal(4, masks.Distinct().Count());
    }
}
