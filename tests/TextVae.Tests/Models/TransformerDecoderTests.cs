using TextVae.Batches;
using TextVae.Models;
using TextVae.Native;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using KernelsInUse = TextVae.Tests.Networks.Kernels.Kernels;

namespace TextVae.Tests.Models;

public sealed class TransformerDecoderTests
{
    private static readonly ModelOptions Options = Tiny.Autoencoder with { Decoder = DecoderKind.Transformer, Layers = 2 };

    private static readonly ModelOptions Language = Options with { Kind = ModelKind.Lm };

    public static TheoryData<ModelKind, bool, bool, int> Kinds => new()
    {
        { ModelKind.Vae, false, false, 0 },
        { ModelKind.Vae, true, true, 2 },
        { ModelKind.Lm, false, true, 0 },
        { ModelKind.Lm, false, false, 2 },
    };

    [Theory]
    [InlineData(ModelKind.Vae)]
    [InlineData(ModelKind.Lm)]
    public void The_cost_of_a_word_does_not_depend_on_later_words(ModelKind kind)
    {
        using var quiet = torch.no_grad();
        using var model = New(kind == ModelKind.Vae ? Options : Language);
        var z = Z(model, 1);
        using var one = Batch.Of([[4, 5, 6, 4, 5]]);
        using var other = Batch.Of([[4, 5, 6, 6, 6]]);

        var costs = Tiny.Floats(model.Output.TokenNegativeLogLikelihood(model.States(one, z), one));
        var others = Tiny.Floats(model.Output.TokenNegativeLogLikelihood(model.States(other, z), other));

        Assert.Equal(costs[..3], others[..3]);
        Assert.NotEqual(costs[4..], others[4..]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_likelihood_does_not_depend_on_batch_mates_or_padding(ModelKind kind, bool hasSkip, bool isTied, int labelEmbedding)
    {
        using var quiet = torch.no_grad();
        using var model = New(Options with { Kind = kind, HasSkip = hasSkip, IsTied = isTied, LabelEmbedding = labelEmbedding });
        int[] labels = [0, 1, 2, 2, 1, 0];
        var z = Z(model, labels.Length);
        using var together = Batch.Of(Tiny.Sentences, indices: null, labels);
        var all = Tiny.Floats(model.Reconstruction(together, z));

        for (var i = 0; i < labels.Length; i++)
        {
            using var alone = Batch.Of([Tiny.Sentences[i]], indices: null, [labels[i]]);
            Assert.Equal(all[i], model.Reconstruction(alone, z?.narrow(0, i, 1)).item<float>(), 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Generation_has_the_probabilities_of_teacher_forcing_wherever_texts_go(
        ModelKind kind, bool hasSkip, bool isTied, int labelEmbedding)
    {
        using var quiet = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var model = New(Options with { Kind = kind, HasSkip = hasSkip, IsTied = isTied, LabelEmbedding = labelEmbedding });
        int[] labels = [0, 1, 2];
        var z = Z(model, 3);
        using var decoder = IncrementalDecoder.For(model);
        using var texts = decoder.Start(model.Start(3, z, labels));
        // Where each text comes from, and what it reads: texts are doubled, dropped and reordered on the way.
        (int[] Parents, int[] Words)[] steps =
        [
            ([0, 1, 2], [2, 2, 2]), ([2, 0, 2, 1], [4, 5, 6, 4]), ([3, 3, 0, 1, 2], [6, 5, 4, 4, 4]), ([4, 0], [5, 6]), ([1, 0, 1], [4, 4, 6]),
        ];
        (int Origin, int[] Read)[] histories = [(0, []), (1, []), (2, [])];
        foreach (var (parents, words) in steps)
        {
            texts.Step(parents, words);
            histories = [.. parents.Zip(words, (parent, word) => (histories[parent].Origin, (int[])[.. histories[parent].Read, word]))];
            var found = texts.LogProbabilities();

            foreach (var (row, (origin, read)) in histories.Index())
            {
                // A sentence of what was read has the same inputs, and one position for what comes next.
                using var batch = Batch.Of([read[1..]], indices: null, [labels[origin]]);
                var state = model.States(batch, z?.narrow(0, origin, 1))[batch.Time - 1];
                var expected = Tiny.Floats(model.Output.LogProbabilities(state));
                Assert.All(
                    expected.Zip(found[(row * Tiny.Words)..((row + 1) * Tiny.Words)]), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            }
        }
    }

    [Theory]
    [InlineData(ModelKind.Vae, 1, 2)]
    [InlineData(ModelKind.Lm, 2, 0)]
    public void Gradients_agree_with_finite_differences(ModelKind kind, int layers, int labelEmbedding)
    {
        using var precise = new DoublePrecision();
        var options = new ModelOptions
        {
            Kind = kind,
            Decoder = DecoderKind.Transformer,
            Encoder = EncoderKind.Transformer,
            Layers = layers,
            Heads = 2,
            FeedForward = 3,
            Embedding = 2,
            Hidden = 4,
            Latent = 2,
            LabelEmbedding = labelEmbedding,
            HasSkip = true,
            HasInformationNetwork = kind == ModelKind.Vae,
        };
        using var model = TextModel.Create(options, Tiny.Words, seed: 5, labels: 3);
        using var batch = Batch.Of([[4, 5, 6], [], [6]], indices: null, [2, 0, 2]);
        var epsilon = torch.randn(3, 2);

        GradientCheck.Check(model.named_parameters(), () =>
        {
            if (model is not VariationalAutoencoder autoencoder)
                return model.Reconstruction(batch, z: null).mean();
            var posterior = autoencoder.Encode(batch);
            var z = posterior.Sample(epsilon);
            return model.Reconstruction(batch, z)
                .Plus(autoencoder.InformationBound(model.States(batch, z), z, batch)).Plus(posterior.KlToPrior()).sum();
        });
    }

    [Fact]
    public void The_latent_vector_reaches_every_layer_by_two_ways()
    {
        using var model = (VariationalAutoencoder)New(Options);
        using var batch = Batch.Of(Tiny.Sentences);
        model.Reconstruction(batch, Z(model, batch.Size)).sum().backward();

        foreach (var name in new[] { "layer.context", "layer_2.context", "layer.attention.memory", "layer_2.attention.memory" })
        {
            var parameter = model.Decoder.get_parameter($"transformer.{name}.weight")!;
            Assert.Equal(2, parameter.shape[1]);
            Assert.True(parameter.grad!.abs().max().ToDouble() > 1e-4, name);
        }
    }

    [Fact]
    public void Every_way_of_the_latent_vector_alone_changes_the_first_word()
    {
        using var quiet = torch.no_grad();
        string[] ways = ["layer.context", "layer_2.context", "layer.attention.memory", "layer_2.attention.memory"];
        foreach (var open in ways)
        {
            using var model = (VariationalAutoencoder)New(Options);
            foreach (var closed in ways.Where(way => way != open))
                model.Decoder.get_parameter($"transformer.{closed}.weight")!.zero_();
            using var batch = Batch.Of([[4], [4]]);

            var states = model.States(batch, torch.tensor(new[] { 1f, -2, -1, 3 }, [2, 2]))[0];

            Assert.False(states[0].allclose(states[1], rtol: 1e-3, atol: 1e-3), open);
        }
    }

    [Fact]
    public void A_language_model_has_nothing_of_z()
    {
        using var model = New(Language);

        Assert.DoesNotContain(
            model.named_parameters(),
            named => named.name.Contains("context", StringComparison.Ordinal) || named.name.Contains("memory", StringComparison.Ordinal)
                || named.name.Contains("highway", StringComparison.Ordinal));
        Assert.Equal("A language model has no z. (Parameter 'z')", Assert.Throws<ArgumentException>(() => model.Start(1, torch.ones(1, 2))).Message);
    }

    [Fact]
    public void Nothing_is_recurrent_and_the_kernels_of_one_recurrent_layer_are_left_alone()
    {
        using var kernels = KernelsInUse.Fused(VectorPaths.Here[^1].ToString(), Precision.Float32);
        using var model = New(Options with { Layers = 1 });
        using var decoder = IncrementalDecoder.For(model);

        Assert.Empty(model.Decoder.Layers);
        Assert.DoesNotContain(
            model.Decoder.named_parameters(),
            named => named.name.Contains("recurrence", StringComparison.Ordinal) || named.name.Contains("first_", StringComparison.Ordinal));
        Assert.IsType<PlainIncrementalDecoder>(decoder);
    }

    [Theory]
    [InlineData(Precision.Float32, 1e-4)]
    [InlineData(Precision.BFloat16, 0.05)]
    public void The_kernels_have_the_likelihoods_and_gradients_of_the_plain_version(Precision precision, double tolerance)
    {
        Assert.SkipUnless(precision == Precision.Float32 || MicroKernel.HasBFloat16, "This processor has no bfloat16 products.");
        var options = Options with { Encoder = EncoderKind.Transformer, Hidden = 36, Heads = 3 };
        using var model = (VariationalAutoencoder)TextModel.Create(options, Tiny.Words, seed: 3);
        using var batch = Batch.Of(Tiny.Sentences);
        var epsilon = torch.randn(batch.Size, 2);
        torch.Tensor[] Of(Func<IDisposable> use)
        {
            using var kernels = use();
            return KernelsInUse.ValueAndGradients(
                () => model.Reconstruction(batch, model.Encode(batch).Sample(epsilon)), [.. model.parameters().Cast<Parameter>()]);
        }

        var expected = Of(KernelsInUse.Plain);
        var actual = Of(() => KernelsInUse.Fused(VectorPaths.Here[^1].ToString(), precision));

        foreach (var (index, (plain, fused)) in expected.Zip(actual).Index())
        {
            var scale = Math.Max(plain.abs().max().ToDouble(), 1e-2);
            Assert.True((plain - fused).abs().max().ToDouble() <= tolerance * scale, $"number {index}");
        }
    }

    [Fact]
    public void A_detached_state_owns_all_its_tensors()
    {
        using var quiet = torch.no_grad();
        using var model = New(Options);
        using var outer = torch.NewDisposeScope();
        DecoderState moved;
        using (torch.NewDisposeScope())
            moved = model.Decoder.Step(torch.ones(2, 5), model.Decoder.Start(2, torch.randn(2, 2))).DetachFromScope();
        torch.Tensor[] tensors =
            [moved.Context!, moved.State, .. moved.Transformer!.Layers.SelectMany(layer => new[] { layer.Keys, layer.Values })];

        Assert.Equal(6, tensors.Length);
        Assert.All(tensors, tensor => Assert.False(tensor.IsInvalid));
        moved.Dispose();
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    private static TextModel New(ModelOptions options)
    {
        var model = TextModel.Create(options, Tiny.Words, seed: 3, labels: 3);
        using var quiet = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.MultiplyInPlace(2);
        torch.random.manual_seed(7);
        return model;
    }

    private static torch.Tensor? Z(TextModel model, int count) =>
        model.Options.Kind == ModelKind.Vae ? torch.randn(count, model.Options.Latent) : null;
}
