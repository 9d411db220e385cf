using TextVae.Benchmarks;

namespace TextVae.Tests.Benchmarks;

public sealed class GrowthBenchmarkTests
{
    [Fact]
    public void Every_value_of_every_size_is_measured_with_the_cost_of_the_model_that_has_it()
    {
        var values = new Dictionary<GrowingSize, int[]>
        {
            [GrowingSize.Vocabulary] = [50, 100],
            [GrowingSize.Hidden] = [4, 8],
            [GrowingSize.Length] = [3],
            [GrowingSize.Batch] = [1, 2],
        };

        var growth = GrowthBenchmark.Run(Tiny.Autoencoder, new(), new() { Batch = 2 }, seconds: 0.01, values);

        Assert.Equal(values.SelectMany(size => size.Value.Select(value => (size.Key, value))), growth.Points.Select(point => (point.Size, point.Value)));
        Assert.All(growth.Points, point => Assert.Equal(point.TokensPerSecond * point.FlopPerToken / 1e9, point.GflopPerSecond, 1e-9));
        Assert.Equal(
            growth.Points[1].FlopPerToken - growth.Points[0].FlopPerToken, 3 * 2 * Tiny.Autoencoder.Hidden * 50.0, 1e-6);
        Assert.True(growth.Points[3].FlopPerToken > growth.Points[2].FlopPerToken);
        Assert.Equal(growth.Points[4].FlopPerToken, growth.Points[5].FlopPerToken);
        Assert.True(growth.GigabytesPerSecond > 0 && growth.PeakGflop > 0);
        Assert.Equal([.. growth.Roofline.Select(point => point.Rows).Order()], growth.Roofline.Select(point => point.Rows));
        Assert.All(growth.Roofline, point => Assert.True(point.GflopPerSecond > 0));
    }

    [Fact]
    public void Generated_texts_have_the_length_and_words_asked_for()
    {
        using var texts = new GeneratedTokens(words: 30, length: 12, count: 200);

        Assert.Equal(200, texts.Store.Count);
        var counts = new int[30];
        for (var text = 0; text < 200; text++)
        {
            var words = texts.Store.Read(text);
            Assert.Equal(11, words.Length);
            foreach (var word in words)
                counts[word]++;
        }

        // Zipf's law: the first word has twice the share of the second, and no special is ever drawn.
        Assert.All(counts[..4], count => Assert.Equal(0, count));
        Assert.InRange(counts[4] / (double)counts[5], 1.6, 2.4);
        Assert.All(counts[4..], count => Assert.True(count > 0));
    }
}
