using TextVae.Batches;
using TextVae.Models;
using TextVae.Native;
using TextVae.Networks;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using KernelsInUse = TextVae.Tests.Networks.Kernels.Kernels;

namespace TextVae.Tests.Models;

public sealed class ModelDropoutTests
{
    private static readonly DropoutOptions All = new() { Embedding = 0.5, Layer = 0.4, Recurrent = 0.3, Output = 0.4, Encoder = 0.2 };

    public static TheoryData<string, DropoutOptions> EachAlone => new()
    {
        { nameof(DropoutOptions.Embedding), new() { Embedding = 0.5 } },
        { nameof(DropoutOptions.Layer), new() { Layer = 0.5 } },
        { nameof(DropoutOptions.Recurrent), new() { Recurrent = 0.5 } },
        { nameof(DropoutOptions.Output), new() { Output = 0.5 } },
    };

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_model_that_is_not_trained_just_now_is_the_one_without_dropout(CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var dropping = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell, Layers = 2, Dropout = All });
        using var whole = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell, Layers = 2 });
        using var batch = Batch.Of(Tiny.Sentences);
        var z = torch.randn(batch.Size, 2);

        Assert.Equal(Tiny.Floats(whole.Encode(batch).Mu), Tiny.Floats(dropping.Encode(batch).Mu));
        Assert.Equal(Tiny.Floats(whole.Reconstruction(batch, z)), Tiny.Floats(dropping.Reconstruction(batch, z)));
        Assert.Equal(
            Tiny.Floats(whole.Decoder.Step(torch.ones(6, 5), whole.Start(6, z)).State),
            Tiny.Floats(dropping.Decoder.Step(torch.ones(6, 5), dropping.Start(6, z)).State));
    }

    [Theory]
    [MemberData(nameof(EachAlone), DisableDiscoveryEnumeration = true)]
    public void Each_share_of_the_decoder_changes_its_reconstructions_and_leaves_the_encoder_whole(string name, DropoutOptions dropout)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Layers = 2, Dropout = dropout });
        using var batch = Batch.Of(Tiny.Sentences);
        var z = torch.randn(batch.Size, 2);
        var (encoding, reconstruction) = (Tiny.Floats(model.Encode(batch).Mu), Tiny.Floats(model.Reconstruction(batch, z)));

        model.train();

        Assert.Equal(encoding, Tiny.Floats(model.Encode(batch).Mu));
        var first = Tiny.Floats(model.Reconstruction(batch, z));
        Assert.True(!reconstruction.SequenceEqual(first), name);
        Assert.True(!first.SequenceEqual(Tiny.Floats(model.Reconstruction(batch, z))), name);
    }

    [Theory]
    [InlineData(EncoderKind.Bidirectional)]
    [InlineData(EncoderKind.Unidirectional)]
    [InlineData(EncoderKind.Convolutional)]
    [InlineData(EncoderKind.Transformer)]
    public void The_encoder_drops_what_it_reads_and_the_decoder_does_not(EncoderKind encoder)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Encoder = encoder, Dropout = new() { Encoder = 0.5 } });
        using var batch = Batch.Of(Tiny.Sentences);
        var z = torch.randn(batch.Size, 2);
        var (encoding, reconstruction) = (Tiny.Floats(model.Encode(batch).Mu), Tiny.Floats(model.Reconstruction(batch, z)));

        model.train();

        Assert.Equal(reconstruction, Tiny.Floats(model.Reconstruction(batch, z)));
        Assert.NotEqual(encoding, Tiny.Floats(model.Encode(batch).Mu));
    }

    [Fact]
    public void Neither_z_nor_the_label_is_dropped()
    {
        using var quiet = torch.no_grad();
        using var model = (VariationalAutoencoder)TextModel.Create(
            Tiny.Autoencoder with { LabelEmbedding = 3, Dropout = All }, Tiny.Words, seed: 3, labels: 2);
        var z = torch.randn(2, 2);
        var before = Tiny.Floats(model.Start(2, z, [0, 1]).Context!);

        model.train();

        Assert.Equal(before, Tiny.Floats(model.Start(2, z, [0, 1]).Context!));
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Gradients_through_what_is_left_agree_with_finite_differences(CellKind cell)
    {
        using var precise = new DoublePrecision();
        var options = new ModelOptions { Cell = cell, Embedding = 2, Hidden = 4, Latent = 2, Layers = 2, Dropout = All };
        using var model = (VariationalAutoencoder)TextModel.Create(options, Tiny.Words, seed: 5);
        using var batch = Batch.Of([[4, 5, 6], [], [6]]);
        model.train();

        GradientCheck.Check(model.named_parameters(), () =>
        {
            torch.random.manual_seed(6);
            var posterior = model.Encode(batch);
            return model.Reconstruction(batch, posterior.Sample()).Plus(posterior.KlToPrior()).sum();
        });
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void The_kernels_drop_what_the_plain_version_drops(CellKind cell)
    {
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell, Layers = 2, Dropout = All });
        using var batch = Batch.Of(Tiny.Sentences);
        model.train();
        torch.Tensor[] Of(Func<IDisposable> use)
        {
            using var kernels = use();
            return KernelsInUse.ValueAndGradients(
                () =>
                {
                    torch.random.manual_seed(6);
                    return model.Reconstruction(batch, model.Encode(batch).Sample());
                },
                [.. model.parameters().Cast<Parameter>()]);
        }

        var expected = Of(KernelsInUse.Plain);
        var actual = Of(() => KernelsInUse.Fused(VectorPaths.Here[^1].ToString(), Precision.Float32));

        foreach (var (index, (plain, fused)) in expected.Zip(actual).Index())
            Assert.True(plain.allclose(fused, rtol: 1e-3, atol: 1e-5), $"number {index}");
    }

    [Fact]
    public void A_share_that_is_none_is_refused() => Assert.Equal(
        [
            "model.embedding_dropout is 1; it has to be at least 0 and below 1.",
            "model.recurrent_dropout is NaN; it has to be at least 0 and below 1.",
            "model.encoder_dropout is -0.1; it has to be at least 0 and below 1.",
        ],
        new ModelOptions { Dropout = new() { Embedding = 1, Recurrent = double.NaN, Output = 0.99, Encoder = -0.1 } }.Problems());
}
