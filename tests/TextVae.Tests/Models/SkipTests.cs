using TextVae.Batches;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class SkipTests
{
    private static readonly ModelOptions Options = Tiny.Autoencoder with { HasSkip = true };

    public static TheoryData<CellKind, int, bool> Decoders => new()
    {
        { CellKind.Gru, 1, false },
        { CellKind.Lstm, 1, true },
        { CellKind.Gru, 2, true },
    };

    [Theory]
    [MemberData(nameof(Decoders))]
    public void The_softmax_sees_each_state_with_a_linear_map_of_the_highway_s_output_added(CellKind cell, int layers, bool isTied)
    {
        var options = Options with { Cell = cell, Layers = layers, IsTied = isTied };
        using var model = Tiny.NewAutoencoder(options);
        using var without = Tiny.NewAutoencoder(options with { HasSkip = false });
        Copy(model, without);
        using var batch = Batch.Of(Tiny.Sentences);
        torch.random.manual_seed(2);
        var z = torch.randn(Tiny.Sentences.Length, 2);

        var added = model.States(batch, z) - without.States(batch, z);

        var context = model.Start(Tiny.Sentences.Length, z).Context!;
        var expected = context.matmul(model.Decoder.get_parameter("skip")!.t());
        for (var t = 0; t < batch.Time; t++)
            Assert.True(added[t].allclose(expected, rtol: 1e-4, atol: 1e-5));
        Assert.NotEqual(Tiny.Floats(without.Reconstruction(batch, z)), Tiny.Floats(model.Reconstruction(batch, z)));
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Generation_has_the_probabilities_of_teacher_forcing(CellKind cell, int layers, bool isTied)
    {
        using var model = Tiny.NewAutoencoder(Options with { Cell = cell, Layers = layers, IsTied = isTied });
        int[] words = [5, 4, 6, 6];
        using var batch = Batch.Of([words]);
        using var quiet = torch.no_grad();
        var z = torch.tensor(new[] { 0.7f, -1.2f }, [1, 2]);
        using var decoder = IncrementalDecoder.For(model);
        using var texts = decoder.Start(model.Start(1, z));

        var (total, read) = (0.0, 2);
        foreach (var word in words.Append(3))
        {
            texts.Step([0], [read]);
            total -= texts.LogProbabilities()[word];
            read = word;
        }

        Assert.Equal(model.Reconstruction(batch, z)[0].ToDouble(), total, 1e-4);
    }

    [Fact]
    public void Texts_that_change_places_keep_their_own_z()
    {
        using var model = Tiny.NewAutoencoder(Options);
        using var quiet = torch.no_grad();
        var z = torch.tensor(new[] { 0.7f, -1.2f, -2f, 0.4f }, [2, 2]);
        using var decoder = IncrementalDecoder.For(model);
        using var texts = decoder.Start(model.Start(2, z));
        texts.Step([0, 1], [2, 2]);
        texts.Step([1, 0, 1], [5, 5, 5]);

        var together = texts.LogProbabilities();

        foreach (var (place, text) in new[] { 1, 0, 1 }.Index())
        {
            using var single = decoder.Start(model.Start(1, z.narrow(0, text, 1)));
            single.Step([0], [2]);
            single.Step([0], [5]);
            Assert.Equal(single.LogProbabilities(), together[(place * Tiny.Words)..((place + 1) * Tiny.Words)], (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public void Its_gradients_agree_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        using var model = Tiny.NewAutoencoder(Options);
        using var batch = Batch.Of(Tiny.Sentences);
        var z = new TorchSharp.Modules.Parameter(torch.randn(Tiny.Sentences.Length, 2));

        GradientCheck.Check([("skip", model.Decoder.get_parameter("skip")!), ("z", z)], () => model.Reconstruction(batch, z).mean());
    }

    [Fact]
    public void A_language_model_has_none()
    {
        using var model = Tiny.NewLanguageModel(Tiny.Language with { HasSkip = true });

        Assert.Null(model.Decoder.get_parameter("skip"));
        Assert.Null(model.Start(1, z: null).Skip);
    }

    private static void Copy(VariationalAutoencoder from, VariationalAutoencoder to)
    {
        using var quiet = torch.no_grad();
        var values = from.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        foreach (var (name, parameter) in to.named_parameters())
            parameter.copy_(values[name]);
    }
}
