using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class EncoderTests
{
    [Theory]
    [InlineData(SummaryKind.Mean, CellKind.Gru)]
    [InlineData(SummaryKind.Last, CellKind.Gru)]
    [InlineData(SummaryKind.Mean, CellKind.Lstm)]
    [InlineData(SummaryKind.Last, CellKind.Lstm)]
    public void An_encoding_does_not_depend_on_batch_mates_or_padding(SummaryKind summary, CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Summary = summary, Cell = cell });
        using var together = Batch.Of(Tiny.Sentences);
        var all = model.Encode(together);

        for (var i = 0; i < Tiny.Sentences.Length; i++)
        {
            using var alone = Batch.Of([Tiny.Sentences[i]]);
            var single = model.Encode(alone);
            Assert.True(single.Mu[0].allclose(all.Mu[i], rtol: 1e-5, atol: 1e-6));
            Assert.True(single.LogVariance[0].allclose(all.LogVariance[i], rtol: 1e-5, atol: 1e-6));
        }
    }

    [Fact]
    public void Every_word_of_a_sentence_matters()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder();
        using var original = Batch.Of([[4, 5, 6, 4]]);
        var encoding = model.Encode(original).Mu;

        for (var position = 0; position < 4; position++)
        {
            int[] words = [4, 5, 6, 4];
            words[position] = 1;
            using var changed = Batch.Of([words]);
            Assert.False(model.Encode(changed).Mu.allclose(encoding, rtol: 1e-4, atol: 1e-4));
        }
    }
}
