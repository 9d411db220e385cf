using TextVae.Generation;
using TextVae.Networks;

namespace TextVae.Tests.Generation;

public sealed class WordAttentionTests
{
    [Theory]
    [InlineData(AttentionKind.Word)]
    [InlineData(AttentionKind.Feature)]
    public void Every_word_and_the_end_have_a_weight_whatever_is_read_beside_them(AttentionKind attention)
    {
        using var model = Tiny.NewAutoencoder(
            Tiny.Autoencoder with { Summary = SummaryKind.Attention, Attention = attention });
        int[][] sentences = [.. Enumerable.Repeat(Tiny.Sentences, 7).SelectMany(all => all)];

        var weights = WordAttention.Of(model, sentences).ToArray();

        Assert.Equal(sentences.Select(words => words.Length + 1), weights.Select(ofWords => ofWords.Length));
        Assert.All(weights, ofWords => Assert.Equal(1, ofWords.Sum(), 1e-5));
        for (var i = 0; i < Tiny.Sentences.Length; i++)
        {
            var alone = WordAttention.Of(model, [sentences[i]]).Single();
            Assert.All(alone.Zip(weights[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void An_empty_text_pays_all_attention_to_its_end()
    {
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Summary = SummaryKind.Attention });

        Assert.Equal([1f], WordAttention.Of(model, [[]]).Single());
    }

    [Fact]
    public void A_model_without_attention_is_refused()
    {
        using var mean = Tiny.NewAutoencoder();
        using var language = Tiny.NewLanguageModel(Tiny.Language with { Summary = SummaryKind.Attention });

        const string message =
            "This model has no attention whose weights could be shown. Train one with model.summary = \"attention\".";
        Assert.Equal(message, Assert.Throws<RecipeException>(() => WordAttention.Of(mean, [[4]])).Message);
        Assert.Equal(message, Assert.Throws<RecipeException>(() => WordAttention.Of(language, [[4]])).Message);
    }
}
