using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class AncestralSamplingTests
{
    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Texts_come_as_often_as_they_are_probable(CellKind cell)
    {
        const int draws = 4000;
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell });
        var z = torch.tensor(new[] { 0.3f, -1.2f }, [1, 2]);

        torch.random.manual_seed(2);
        var texts = AncestralSampling.Draw(model, z.expand(draws, 2), maximumWords: 9);

        // Padding and the start token are never drawn, so what they have of the first word goes to the others.
        var first = FirstWord(model, z);
        var possible = 1 - first[Vocabulary.Padding] - first[Vocabulary.Start];
        Assert.Equal(first[Vocabulary.End] / possible, Share(texts, text => text.Length == 0), 0.03);
        foreach (var word in new[] { Vocabulary.Unknown, 4, 5, 6 })
            Assert.Equal(first[word] / possible, Share(texts, text => text.Length > 0 && text[0] == word), 0.03);
    }

    [Theory]
    [InlineData(DecoderKind.Recurrent)]
    [InlineData(DecoderKind.Transformer)]
    public void A_text_of_two_words_comes_as_often_as_its_likelihood_says(DecoderKind decoder)
    {
        const int draws = 4000;
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Decoder = decoder });
        var z = torch.tensor(new[] { 0.3f, -1.2f }, [1, 2]);
        // Without them the model is the one that is drawn from.
        using (var bias = model.Output.get_parameter("linear.bias")!.index_copy(
            0, torch.tensor(new long[] { Vocabulary.Padding, Vocabulary.Start }), torch.tensor(new[] { -50f, -50 })))
        {
            model.Output.get_parameter("linear.bias")!.copy_(bias);
        }

        torch.random.manual_seed(3);
        var texts = AncestralSampling.Draw(model, z.expand(draws, 2), maximumWords: 9);

        foreach (var expected in new int[][] { [4, 6], [5], [6, 6] })
        {
            using var batch = Batch.Of([expected]);
            var probability = Math.Exp(-model.Reconstruction(batch, z).ToDouble());
            Assert.Equal(probability, Share(texts, text => text.SequenceEqual(expected)), 4 * Math.Sqrt(probability / draws));
        }
    }

    [Fact]
    public void A_text_that_does_not_end_is_cut_at_the_most_words()
    {
        using var model = Tiny.NewAutoencoder();

        var texts = AncestralSampling.Draw(model, torch.randn(300, 2), maximumWords: 3);

        Assert.Equal(300, texts.Length);
        Assert.Equal([0, 1, 2, 3], texts.Select(text => text.Length).Distinct().Order());
        Assert.All(texts.SelectMany(text => text), word => Assert.Contains(word, new[] { Vocabulary.Unknown, 4, 5, 6 }));
        Assert.All(AncestralSampling.Draw(model, torch.randn(2, 2), maximumWords: 0), Assert.Empty);
    }

    [Fact]
    public void The_seed_says_what_is_drawn_and_nothing_is_left_behind()
    {
        using var model = Tiny.NewAutoencoder();
        using var z = torch.randn(20, 2);
        int[][] Draw(long seed)
        {
            torch.random.manual_seed(seed);
            return AncestralSampling.Draw(model, z, maximumWords: 8);
        }

        var first = Draw(1);
        var tensors = Tiny.CountTensors();

        Assert.Equal(first, Draw(1));
        Assert.NotEqual(first, Draw(2));
        Assert.Equal(tensors, torch.Tensor.TotalCount);
    }

    private static double Share(int[][] texts, Func<int[], bool> isMeant) => texts.Count(isMeant) / (double)texts.Length;

    private static float[] FirstWord(VariationalAutoencoder model, torch.Tensor z)
    {
        var start = model.Embedding.call(torch.tensor(new long[] { Vocabulary.Start }));
        return Tiny.Floats(model.Output.LogProbabilities(model.Decoder.Step(start, model.Decoder.Start(1, z)).State).exp());
    }
}
