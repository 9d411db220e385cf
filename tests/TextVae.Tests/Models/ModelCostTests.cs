using TextVae.Models;
using TextVae.Networks;

namespace TextVae.Tests.Models;

public sealed class ModelCostTests
{
    [Fact]
    public void The_paper_s_model_is_counted_product_by_product()
    {
        var options = new ModelOptions();

        // Multiplications: both directions of the encoder; the decoder's input, z and state; the softmax.
        var encoder = 2 * ((3 * 256 * 224) + (3 * 256 * 256));
        var decoder = (3 * 512 * 224) + (3 * 512 * 64) + (3 * 512 * 512);
        const double softmax = 512 * 8595;
        Assert.Equal(2.0 * encoder, ModelCost.Encoder(options));
        Assert.Equal(2 * (decoder + softmax), ModelCost.Decoder(options, 8595));
        Assert.Equal(6 * (encoder + decoder + softmax), ModelCost.Training(options, 8595));
    }

    [Fact]
    public void A_language_model_has_neither_encoder_nor_z()
    {
        var options = new ModelOptions { Kind = ModelKind.Lm };

        Assert.Equal(0, ModelCost.Encoder(options));
        Assert.Equal(2.0 * ((3 * 512 * (224 + 512)) + (512 * 1000)), ModelCost.Decoder(options, 1000));
    }

    [Fact]
    public void The_information_costs_the_decoder_s_recurrence_again_and_q_mi_over_its_states()
    {
        var options = new ModelOptions { HasInformationNetwork = true };
        var without = options with { HasInformationNetwork = false };

        var information = 2.0 * ((3 * 512 * (224 + 64 + 512)) + (2 * 3 * 256 * (512 + 256)));
        Assert.Equal(0, ModelCost.Information(without));
        Assert.Equal(information, ModelCost.Information(options));
        Assert.Equal(ModelCost.Training(without, 8595) + (3 * information), ModelCost.Training(options, 8595));
    }

    [Fact]
    public void Words_from_z_alone_cost_a_product_of_z_with_every_word()
    {
        var without = new ModelOptions();

        Assert.Equal(
            ModelCost.Training(without, 8595) + (3 * 2.0 * 64 * 8595), ModelCost.Training(without with { HasBagOfWords = true }, 8595));
    }

    [Fact]
    public void Every_sample_goes_through_the_decoder_and_none_again_through_the_encoder()
    {
        var options = new ModelOptions();

        Assert.Equal(
            3 * (ModelCost.Encoder(options) + (5 * ModelCost.Decoder(options, 8595))), ModelCost.Training(options, 8595, samples: 5));
    }

    [Fact]
    public void An_lstm_has_a_gate_more()
    {
        var options = new ModelOptions { Cell = CellKind.Lstm };

        Assert.Equal(2.0 * 2 * 4 * 256 * (224 + 256), ModelCost.Encoder(options));
        Assert.Equal(2.0 * ((4 * 512 * (224 + 64 + 512)) + (512 * 1000)), ModelCost.Decoder(options, 1000));
    }

    [Fact]
    public void Every_encoder_is_counted_by_its_products()
    {
        double Of(ModelOptions options) => ModelCost.Encoder(options);

        Assert.Equal(2.0 * 3 * 512 * (224 + 512), Of(new() { Encoder = EncoderKind.Unidirectional }));
        Assert.Equal(
            2.0 * 512 * ((5 * 224) + (5 * 512) + (3 * 512)), Of(new() { Encoder = EncoderKind.Convolutional }));
    }

    [Fact]
    public void A_transformer_multiplies_for_queries_keys_values_and_outputs_and_twice_more_in_each_layer()
    {
        var options = new ModelOptions { Decoder = DecoderKind.Transformer, Encoder = EncoderKind.Transformer, Layers = 3, FeedForward = 700 };

        var states = 2.0 * ((512 * 224) + (3 * ((4 * 512 * 512) + (2 * 512 * 700))));
        Assert.Equal(states, ModelCost.Encoder(options));
        Assert.Equal(states + (2.0 * 512 * 1000), ModelCost.Decoder(options, 1000));
        Assert.Equal(
            2.0 * 2 * 512 * ((4 * 512) - 700) * 3, ModelCost.Encoder(options with { FeedForward = 0 }) - ModelCost.Encoder(options));
    }

    [Theory]
    [InlineData(AttentionKind.Word, 1)]
    [InlineData(AttentionKind.Feature, 512)]
    public void Attention_adds_its_scores(AttentionKind kind, int scores)
    {
        var options = new ModelOptions { Summary = SummaryKind.Attention, Attention = kind };

        Assert.Equal(2.0 * scores * (224 + 512), ModelCost.Encoder(options) - ModelCost.Encoder(new()));
    }

    [Fact]
    public void A_further_layer_reads_states_in_encoder_and_decoder()
    {
        var (one, three) = (new ModelOptions(), new ModelOptions { Layers = 3 });
        var (oneWay, threeWays) =
            (one with { Encoder = EncoderKind.Unidirectional }, three with { Encoder = EncoderKind.Unidirectional });

        Assert.Equal(2.0 * 2 * 2 * 3 * 256 * (512 + 256), ModelCost.Encoder(three) - ModelCost.Encoder(one));
        Assert.Equal(2.0 * 2 * 3 * 512 * (512 + 512), ModelCost.Encoder(threeWays) - ModelCost.Encoder(oneWay));
        Assert.Equal(2.0 * 2 * 3 * 512 * (512 + 512), ModelCost.Decoder(three, 1000) - ModelCost.Decoder(one, 1000));
    }

    [Fact]
    public void A_tied_softmax_multiplies_word_vectors_after_a_map_where_sizes_differ()
    {
        var tied = new ModelOptions { IsTied = true };
        var same = tied with { Embedding = 512 };

        Assert.Equal(
            2.0 * ((512 * 224) + (224 * 1000) - (512 * 1000)), ModelCost.Decoder(tied, 1000) - ModelCost.Decoder(new(), 1000));
        Assert.Equal(ModelCost.Decoder(same with { IsTied = false }, 1000), ModelCost.Decoder(same, 1000));
        Assert.Equal(
            ModelCost.Information(new() { HasInformationNetwork = true }),
            ModelCost.Information(tied with { HasInformationNetwork = true }));
    }

    [Fact]
    public void A_label_is_read_beside_every_word_vector()
    {
        var options = new ModelOptions { LabelEmbedding = 3 };

        Assert.Equal(2.0 * 2 * 3 * 256 * 3, ModelCost.Encoder(options) - ModelCost.Encoder(new()));
        Assert.Equal(2.0 * 3 * 512 * 3, ModelCost.Decoder(options, 1000) - ModelCost.Decoder(new(), 1000));
    }
}
