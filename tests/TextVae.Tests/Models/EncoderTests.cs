using TextVae.Batches;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class EncoderTests
{
    public static TheoryData<EncoderKind, SummaryKind, AttentionKind> Encoders
    {
        get
        {
            var all = new TheoryData<EncoderKind, SummaryKind, AttentionKind>();
            foreach (var encoder in Enum.GetValues<EncoderKind>())
            {
                foreach (var summary in Enum.GetValues<SummaryKind>())
                {
                    if (!new ModelOptions { Encoder = encoder, Summary = summary }.Problems().Any())
                        all.Add(encoder, summary, AttentionKind.Word);
                }

                all.Add(encoder, SummaryKind.Attention, AttentionKind.Feature);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void An_encoding_does_not_depend_on_batch_mates_or_padding(
        EncoderKind encoder, SummaryKind summary, AttentionKind attention) =>
        CheckAlone(Tiny.Autoencoder with { Encoder = encoder, Summary = summary, Attention = attention });

    [Theory]
    [InlineData(EncoderKind.Bidirectional, SummaryKind.Mean)]
    [InlineData(EncoderKind.Bidirectional, SummaryKind.Last)]
    [InlineData(EncoderKind.Unidirectional, SummaryKind.Attention)]
    public void An_encoding_by_an_lstm_does_not_either(EncoderKind encoder, SummaryKind summary) =>
        CheckAlone(Tiny.Autoencoder with { Encoder = encoder, Summary = summary, Cell = CellKind.Lstm });

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Gradients_of_the_encoder_agree_with_finite_differences(
        EncoderKind encoder, SummaryKind summary, AttentionKind attention)
    {
        using var precise = new DoublePrecision();
        var options = new ModelOptions
        {
            Encoder = encoder,
            Summary = summary,
            Attention = attention,
            Embedding = 2,
            Hidden = 4,
            Latent = 2,
            Heads = 2,
        };
        using var model = (VariationalAutoencoder)TextModel.Create(options, Tiny.Words, seed: 5);
        using var batch = Batch.Of([[4, 5, 6], [], [6]]);

        GradientCheck.Check(model.Encoder.named_parameters(), () =>
        {
            var posterior = model.Encode(batch);
            return posterior.Mu.sin().Plus(posterior.LogVariance).sum();
        });
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Every_word_of_a_sentence_matters(EncoderKind encoder, SummaryKind summary, AttentionKind attention)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(
            Tiny.Autoencoder with { Hidden = 32, Heads = 4, Encoder = encoder, Summary = summary, Attention = attention });
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

    [Fact]
    public void One_direction_reads_the_words_in_their_order()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(
            Tiny.Autoencoder with { Encoder = EncoderKind.Unidirectional, Summary = SummaryKind.Last });
        using var batch = Batch.Of([[4, 5, 6]]);
        var recurrence = model.Encoder.children().OfType<RecurrentLayer>().Single();
        var state = recurrence.Start(1);
        foreach (var word in new long[] { 4, 5, 6, 3 })
            state = recurrence.Step(model.Embedding.call(torch.tensor([word])), state);

        var expected = torch.nn.functional.linear(
            state.Hidden, model.Encoder.get_parameter("mu.weight")!, model.Encoder.get_parameter("mu.bias")!);

        Assert.Equal(6, recurrence.Hidden);
        Assert.True(model.Encode(batch).Mu.allclose(expected, rtol: 1e-2, atol: 1e-2));
    }

    [Theory]
    [InlineData(AttentionKind.Word)]
    [InlineData(AttentionKind.Feature)]
    public void The_weights_of_words_are_those_of_the_summary_averaged_over_its_features(AttentionKind attention)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(
            Tiny.Autoencoder with { Summary = SummaryKind.Attention, Attention = attention });
        using var batch = Batch.Of(Tiny.Sentences);

        var weights = model.AttentionWeights(batch);

        Assert.Equal([batch.Time, batch.Size], weights.shape);
        Assert.All(Tiny.Floats(weights.sum([0L])), sum => Assert.Equal(1, sum, 1e-5));
        Assert.Equal(Tiny.Floats(batch.Mask), Tiny.Floats((weights > torch.zeros_like(weights)).to(torch.ScalarType.Float32)));
        var first = Tiny.Floats(weights.narrow(1, 0, 1)).Take(5).ToArray();
        Assert.True(first.Max() - first.Min() > 0.01, "the words of the first sentence have different weights");
    }

    [Fact]
    public void Another_summary_has_no_weights_to_show()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of([[4]]);

        var error = Assert.Throws<InvalidOperationException>(() => model.AttentionWeights(batch));

        Assert.Equal("The summary Mean gives no weights to words; attention does.", error.Message);
    }

    [Theory]
    [InlineData(EncoderKind.Bidirectional, SummaryKind.Last, CellKind.Gru, 2)]
    [InlineData(EncoderKind.Bidirectional, SummaryKind.Mean, CellKind.Lstm, 3)]
    [InlineData(EncoderKind.Unidirectional, SummaryKind.Attention, CellKind.Lstm, 2)]
    [InlineData(EncoderKind.Transformer, SummaryKind.Last, CellKind.Gru, 3)]
    public void An_encoding_by_several_layers_does_not_depend_on_batch_mates_or_padding(
        EncoderKind encoder, SummaryKind summary, CellKind cell, int layers) =>
        CheckAlone(Tiny.Autoencoder with { Encoder = encoder, Summary = summary, Cell = cell, Layers = layers });

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Two_layers_of_two_directions_read_as_those_of_libtorch(CellKind cell)
    {
        using var precise = new DoublePrecision();
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell, Layers = 2, Summary = SummaryKind.Last });
        using torch.nn.Module theirs = cell == CellKind.Lstm
            ? torch.nn.LSTM(5, 3, numLayers: 2, bidirectional: true)
            : torch.nn.GRU(5, 3, numLayers: 2, bidirectional: true);
        foreach (var (layer, ours) in new[] { "recurrence", "recurrence_2" }.Index())
        {
            foreach (var (direction, suffix) in new[] { ("forward", ""), ("backward", "_reverse") })
            {
                foreach (var (name, part) in new[]
                {
                    ("weight_input", "weight_ih"), ("weight_hidden", "weight_hh"), ("bias_input", "bias_ih"),
                    ("bias_hidden", "bias_hh"),
                })
                {
                    theirs.get_parameter($"{part}_l{layer}{suffix}")!.copy_(
                        model.Encoder.get_parameter($"{ours}.{direction}.{name}")!);
                }
            }
        }

        using var batch = Batch.Of([[4, 5, 6, 4]]);
        var words = model.Embedding.call(batch.Targets);
        var last = theirs switch
        {
            torch.nn.Module<torch.Tensor, (torch.Tensor, torch.Tensor)?, (torch.Tensor, torch.Tensor, torch.Tensor)> lstm =>
                lstm.call(words, null).Item2,
            torch.nn.Module<torch.Tensor, torch.Tensor?, (torch.Tensor, torch.Tensor)> gru => gru.call(words, null).Item2,
            _ => throw new InvalidOperationException(),
        };

        // Layer after layer, forward before backward: the last two are the summary.
        var summary = torch.cat([last[2], last[3]], 1);
        var expected = torch.nn.functional.linear(
            summary, model.Encoder.get_parameter("mu.weight")!, model.Encoder.get_parameter("mu.bias")!);
        Assert.True(model.Encode(batch).Mu.allclose(expected, rtol: 1e-9, atol: 1e-9));
    }

    private static void CheckAlone(ModelOptions options)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(options);
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
}
