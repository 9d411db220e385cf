using TextVae.Batches;
using TextVae.Models;
using TextVae.Networks;

namespace TextVae.Tests.Models;

public sealed class ModelMemoryTests
{
    public static IEnumerable<TheoryDataRow<ModelOptions>> AllKinds =>
        from cell in Enum.GetValues<CellKind>()
        from decoder in Enum.GetValues<DecoderKind>()
        from encoder in Enum.GetValues<EncoderKind>()
        from labels in new[] { 0, 3 }
        from attention in new AttentionKind?[] { null, AttentionKind.Word, AttentionKind.Feature }
        select new TheoryDataRow<ModelOptions>(Tiny.Autoencoder with
        {
            Cell = cell,
            Decoder = decoder,
            Encoder = encoder,
            LabelEmbedding = labels,
            Summary = attention is null ? SummaryKind.Mean : SummaryKind.Attention,
            Attention = attention ?? AttentionKind.Word,
            HasInformationNetwork = labels > 0,
            HasBagOfWords = labels > 0,
            HasLabelPredictor = labels > 0,
            HasSkip = labels > 0,
            Prior = labels > 0 ? PriorKind.Learned : PriorKind.Standard,
            Posterior = labels > 0 ? PosteriorKind.BatchNorm : PosteriorKind.Gaussian,
        });

    [Theory]
    [MemberData(nameof(AllKinds), DisableDiscoveryEnumeration = true)]
    public void The_parameters_of_an_autoencoder_are_counted_without_making_it(ModelOptions options) => AssertCounted(options);

    [Theory]
    [InlineData(CellKind.Gru, 0)]
    [InlineData(CellKind.Lstm, 2)]
    public void The_parameters_of_a_language_model_are_counted_without_making_it(CellKind cell, int labels) =>
        AssertCounted(Tiny.Language with { Cell = cell, LabelEmbedding = labels });

    [Theory]
    [InlineData(ModelKind.Vae, EncoderKind.Bidirectional, CellKind.Lstm, 3, false)]
    [InlineData(ModelKind.Vae, EncoderKind.Unidirectional, CellKind.Gru, 2, true)]
    [InlineData(ModelKind.Vae, EncoderKind.Convolutional, CellKind.Gru, 2, false)]
    [InlineData(ModelKind.Lm, EncoderKind.Bidirectional, CellKind.Lstm, 2, true)]
    public void Further_layers_and_tied_vectors_are_counted(
        ModelKind kind, EncoderKind encoder, CellKind cell, int layers, bool isTied)
    {
        var options = Tiny.Autoencoder with { Kind = kind, Encoder = encoder, Cell = cell, Layers = layers, IsTied = isTied };

        AssertCounted(options);
        AssertCounted(options with { Embedding = options.Hidden, LabelEmbedding = 2 });
        AssertCounted(options with { Decoder = DecoderKind.Transformer, Encoder = EncoderKind.Transformer, FeedForward = 9 });
    }

    [Fact]
    public void A_batch_that_does_not_fit_into_memory_is_refused()
    {
        using var batch = Batch.Of([new int[999_999]]);
        var options = new ModelOptions { Hidden = 65_536, Embedding = 65_536 };

        var e = Assert.Throws<DataException>(() => ModelMemory.RequireBatch(options, batch));

        Assert.Matches(
            "^A batch of 1 texts with up to 999999 words takes about 786\\.4 GB of memory, and [0-9.]+ GB are there\\. Give shorter texts, or "
            + "fewer at a time\\.$",
            e.Message);
    }

    private static void AssertCounted(ModelOptions options)
    {
        var labels = options.LabelEmbedding > 0 ? 4 : 0;
        using var model = TextModel.Create(options, Tiny.Words, seed: 1, labels);

        Assert.Equal(model.ParameterCount, ModelMemory.Parameters(options, Tiny.Words, labels));
    }
}
