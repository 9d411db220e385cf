using TextVae.Generation;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>Draws among the most probable words, against the distribution of whole texts that the definition gives.</summary>
public sealed class SamplingTests
{
    private static readonly DecodingOptions Draws = new() { Strategy = DecodingStrategy.Sample, MaximumLength = 3 };

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 1, 0.6)]
    [InlineData(0, 0.5, 1)]
    [InlineData(0, 0.8, 1)]
    [InlineData(0, 0.8, 1.7)]
    [InlineData(3, 0.7, 1.3)]
    [InlineData(99, 0.999, 1)]
    public void Draws_follow_the_definition(int topK, double topP, double temperature) =>
        AssertFollows(Draws with { TopK = topK, TopP = topP, Temperature = temperature });

    /// <summary>Draws many texts from one vector and compares their shares with what the definition gives.</summary>
    internal static void AssertFollows(DecodingOptions options)
    {
        const int count = 3000;
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(1, 2, generator: new torch.Generator(4));
        var expected = NaiveRules.Distribution(model, z, options);

        var texts = Decoding.Stepwise(model, z.expand(count, -1), count, options);

        Assert.Equal(1, expected.Values.Sum(), 1e-6);
        var drawn = texts.CountBy(text => string.Join(' ', text.Words)).ToDictionary();
        Assert.All(drawn.Keys, text => Assert.True(expected.ContainsKey(text), $"'{text}' cannot be drawn"));
        foreach (var (text, probability) in expected)
        {
            // Four standard errors, and a count for those that are rarer than once.
            var error = (4 * Math.Sqrt(probability * (1 - probability) / count)) + (4.0 / count);
            Assert.Equal(probability, drawn.GetValueOrDefault(text) / (double)count, error);
        }
    }

    [Fact]
    public void What_is_told_of_a_text_is_the_model_s_own_probability()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(1, 2);
        var all = Decoding.Enumerate(model, z, 3).ToDictionary(text => string.Join(' ', text.Words), text => text.LogProbability);

        var texts = Decoding.Stepwise(
            model, z.expand(200, -1), 200, Draws with { TopK = 3, TopP = 0.9, Temperature = 3, NoRepeatNgram = 1 });

        Assert.All(texts, text => Assert.Equal(all[string.Join(' ', text.Words)], text.LogProbability, 1e-4));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 1e-9)]
    [InlineData(5, 1e-9)]
    public void A_single_word_to_draw_among_is_greedy(int topK, double topP)
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(20, 2);

        var drawn = Decoding.Stepwise(model, z, 20, Draws with { TopK = topK, TopP = topP, Temperature = 5, MaximumLength = 12 });

        var greedy = Decoding.Stepwise(model, z, 20, Draws with { Strategy = DecodingStrategy.Greedy, MaximumLength = 12 });
        Assert.Equal(greedy.Select(text => text.Words), drawn.Select(text => text.Words));
    }

    [Fact]
    public void As_many_words_as_there_are_change_no_draw()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(200, 2);
        var all = Decoding.Stepwise(model, z, 200, Draws);

        Assert.All(
            new[] { Draws with { TopK = Tiny.Words }, Draws with { TopK = int.MaxValue }, Draws with { TopP = 1 - 1e-9 } },
            options => Assert.Equal(
                all.Select(text => text.Words), Decoding.Stepwise(model, z, 200, options).Select(text => text.Words)));
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.25, 1)]
    [InlineData(0.26, 2)]
    [InlineData(0.5, 2)]
    [InlineData(0.51, 3)]
    [InlineData(0.76, 4)]
    public void Of_equally_probable_words_a_nucleus_has_those_with_the_lower_ids(double topP, int count)
    {
        var quarter = (float)Math.Log(0.25);
        float[] logProbabilities = [float.NegativeInfinity, quarter, float.NegativeInfinity, quarter, quarter, quarter, -200];

        var nucleus = Nucleus.Of(logProbabilities, new DecodingOptions { TopP = topP });

        Assert.Equal(new[] { 1, 3, 4, 5 }[..count], nucleus.ToArray().Select(word => word.Word));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(0.999999)]
    public void The_nucleus_of_many_words_is_that_of_all_of_them_sorted(double topP)
    {
        var random = new RandomStream(3);
        foreach (var spread in new[] { 0.1, 1, 5 })
        {
            float[] logits = [.. Enumerable.Range(0, 2000).Select(_ => (float)(spread * random.NextNormal()))];
            var options = new DecodingOptions { TopP = topP, Temperature = 0.7 };
            var sorted = logits.Index().OrderByDescending(word => word.Item).ToArray();
            var total = logits.Sum(logit => Math.Exp(logit / 0.7));
            var (held, count) = (0.0, 0);
            while (held < topP * total)
                held += Math.Exp(sorted[count++].Item / 0.7);

            Assert.Equal(sorted[..count].Select(word => word.Index), Nucleus.Of(logits, options).ToArray().Select(word => word.Word));
        }
    }

    [Fact]
    public void A_draw_is_seeded_and_does_not_depend_on_what_is_drawn_beside_it()
    {
        using var model = Tiny.NewAutoencoder();
        var options = Draws with { TopK = 4, TopP = 0.9, NoRepeatNgram = 2, MaximumLength = 8 };
        using var generator = new TextGenerator(model, options);
        using var other = new TextGenerator(model, options with { Seed = 2 });

        var many = generator.Sample(70).Select(text => text.Words).ToArray();

        Assert.Equal(many, generator.Sample(70).Select(text => text.Words));
        Assert.Equal(many[..3], generator.Sample(3).Select(text => text.Words));
        Assert.NotEqual(many, other.Sample(70).Select(text => text.Words));
    }
}
