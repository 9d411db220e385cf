using TextVae.Batches;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Networks;
using TextVae.Tests.Generation;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class LabelTests
{
    private static readonly ModelOptions Labelled = Tiny.Autoencoder with { LabelEmbedding = 2 };

    public static TheoryData<EncoderKind> Encoders => [.. Enum.GetValues<EncoderKind>()];

    [Theory]
    [MemberData(nameof(Encoders))]
    public void The_label_reaches_the_encoder(EncoderKind encoder)
    {
        using var quiet = torch.no_grad();
        using var model = (VariationalAutoencoder)Create(Labelled with { Encoder = encoder });
        using var batch = Batch.Of([[4, 5], [4, 5]], indices: null, [0, 2]);

        var mu = model.Encode(batch).Mu;

        Assert.False(mu[0].allclose(mu[1], rtol: 1e-3, atol: 1e-3));
    }

    [Theory]
    [InlineData(ModelKind.Vae, CellKind.Gru)]
    [InlineData(ModelKind.Vae, CellKind.Lstm)]
    [InlineData(ModelKind.Lm, CellKind.Gru)]
    [InlineData(ModelKind.Lm, CellKind.Lstm)]
    public void The_label_reaches_every_word_of_the_decoder_and_not_its_first_state(ModelKind kind, CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var model = Create(Labelled with { Kind = kind, Cell = cell });
        var z = kind == ModelKind.Vae ? torch.ones(2, 2) : null;
        var start = model.Start(2, z, [0, 2]);

        Assert.True(start.State[0].allclose(start.State[1]));
        var word = model.Embedding.call(torch.tensor(new long[] { 4, 4 }));
        var next = model.Decoder.Step(word, start);
        Assert.False(next.State[0].allclose(next.State[1], rtol: 1e-3, atol: 1e-3));
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Neither_code_nor_likelihood_depends_on_batch_mates(EncoderKind encoder)
    {
        using var quiet = torch.no_grad();
        using var model = (VariationalAutoencoder)Create(Labelled with { Encoder = encoder });
        int[] labels = [0, 1, 2, 2, 1, 0];
        using var together = Batch.Of(Tiny.Sentences, indices: null, labels);
        var z = torch.randn(Tiny.Sentences.Length, 2);
        var (all, likelihoods) = (model.Encode(together).Mu, Tiny.Floats(model.Reconstruction(together, z)));

        for (var i = 0; i < Tiny.Sentences.Length; i++)
        {
            using var alone = Batch.Of([Tiny.Sentences[i]], indices: null, [labels[i]]);
            Assert.True(model.Encode(alone).Mu[0].allclose(all[i], rtol: 1e-5, atol: 1e-6));
            Assert.Equal(likelihoods[i], model.Reconstruction(alone, z.narrow(0, i, 1)).item<float>(), 1e-4);
        }
    }

    [Theory]
    [InlineData(ModelKind.Vae, EncoderKind.Bidirectional)]
    [InlineData(ModelKind.Vae, EncoderKind.Unidirectional)]
    [InlineData(ModelKind.Vae, EncoderKind.Convolutional)]
    [InlineData(ModelKind.Vae, EncoderKind.Transformer)]
    [InlineData(ModelKind.Lm, EncoderKind.Bidirectional)]
    [InlineData(ModelKind.Lm, EncoderKind.Bidirectional, DecoderKind.Transformer)]
    public void Gradients_agree_with_finite_differences(
        ModelKind kind, EncoderKind encoder, DecoderKind decoder = DecoderKind.Recurrent)
    {
        using var precise = new DoublePrecision();
        var options = new ModelOptions
        {
            Kind = kind,
            Encoder = encoder,
            Decoder = decoder,
            Heads = 2,
            Embedding = 2,
            Hidden = 4,
            Latent = 2,
            LabelEmbedding = 2,
        };
        using var model = TextModel.Create(options, Tiny.Words, seed: 5, labels: 3);
        using var batch = Batch.Of([[4, 5, 6], [], [6]], indices: null, [2, 0, 2]);
        var epsilon = torch.randn(3, 2);

        GradientCheck.Check(model.named_parameters(), () => model is VariationalAutoencoder autoencoder
            ? model.Reconstruction(batch, autoencoder.Encode(batch).Sample(epsilon)).mean()
            : model.Reconstruction(batch, z: null).mean());
    }

    [Theory]
    [InlineData(ModelKind.Vae)]
    [InlineData(ModelKind.Lm)]
    public void A_text_that_is_generated_has_the_likelihood_of_its_label(ModelKind kind)
    {
        using var quiet = torch.no_grad();
        using var model = Create(Labelled with { Kind = kind });
        var z = kind == ModelKind.Vae ? torch.randn(20, 2) : null;
        int[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 3)];
        var options = new DecodingOptions { Strategy = DecodingStrategy.Sample, MaximumLength = 8, Beam = 3 };

        foreach (var texts in new[] { Decoding.Stepwise(model, z, 20, options, labels), Decoding.Beam(model, z, 20, options, labels) })
        {
            using var batch = Batch.Of([.. texts.Select(text => text.Words)], indices: null, labels);
            var nll = Tiny.Floats(model.Reconstruction(batch, z));
            Assert.All(texts.Zip(nll), pair => Assert.Equal(-pair.Second, pair.First.LogProbability, 1e-3));
        }
    }

    [Fact]
    public void A_model_that_knows_no_labels_ignores_those_of_the_data()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder();
        using var with = Batch.Of(Tiny.Sentences, indices: null, [0, 1, 2, 0, -1, 7]);
        using var without = Batch.Of(Tiny.Sentences);

        Assert.Equal(Tiny.Floats(model.Encode(without).Mu), Tiny.Floats(model.Encode(with).Mu));
    }

    [Fact]
    public void A_text_without_a_label_is_refused()
    {
        using var model = (VariationalAutoencoder)Create(Labelled);
        using var bare = Batch.Of([[4], [5]]);
        using var partly = Batch.Of([[4], [5]], [11, 17], [0, -1]);
        using var beyond = Batch.Of([[4], [5]], [11, 17], [0, 3]);

        var none = Assert.Throws<DataException>(() => model.Encode(bare));
        var missing = Assert.Throws<DataException>(() => model.Reconstruction(partly, torch.zeros(2, 2)));
        var unknown = Assert.Throws<ArgumentException>(() => model.Encode(beyond));

        Assert.Equal("This model reads every text together with its label, and these texts have none. Give labels.", none.Message);
        Assert.Equal(
            "This model reads every text together with its label, and text 17, counted from 0, has none. Give data in which every "
            + "text has one.",
            missing.Message);
        Assert.Equal("3 is no label of the model's 3, which count from 0. (Parameter 'labels')", unknown.Message);
    }

    [Fact]
    public void A_model_for_labels_needs_data_with_labels()
    {
        var error = Assert.Throws<DataException>(() => TextModel.Create(Labelled, Tiny.Words, seed: 1));

        Assert.Equal(
            "The model reads every text together with its label (model.label_embedding is 2), and the dataset has no labels. Prepare it "
            + "anew with --label-field, or set model.label_embedding=0.",
            error.Message);
    }

    [Fact]
    public void The_vector_of_a_label_is_given_to_a_decoder_that_reads_it_and_to_no_other()
    {
        using var reads = Create(Labelled);
        using var ignores = Tiny.NewAutoencoder();

        var missing = Assert.Throws<ArgumentException>(() => reads.Decoder.Start(1, torch.zeros(1, 2)));
        var needless = Assert.Throws<ArgumentException>(() => ignores.Decoder.Start(1, torch.zeros(1, 2), torch.zeros(1, 2)));

        Assert.Equal("This decoder needs the vector of a label. (Parameter 'label')", missing.Message);
        Assert.Equal("This decoder reads no label. (Parameter 'label')", needless.Message);
    }

    private static TextModel Create(ModelOptions options)
    {
        var model = TextModel.Create(options, Tiny.Words, seed: 3, labels: 3);
        using var quiet = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.MultiplyInPlace(2.5);
        model.Labels!.Weight.MultiplyInPlace(10);
        return model;
    }
}
