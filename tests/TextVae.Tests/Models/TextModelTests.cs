using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Native;
using TextVae.Networks;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using KernelsInUse = TextVae.Tests.Networks.Kernels.Kernels;

namespace TextVae.Tests.Models;

public sealed class TextModelTests
{
    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Probabilities_of_all_texts_sum_to_one(CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewLanguageModel(Tiny.Language with { Cell = cell });
        var texts = AllTexts(3);
        using var batch = Batch.Of(texts);
        var nll = Tiny.Floats(model.NegativeLogLikelihood(batch));

        // What begins with three words and goes on has p(the three words) = p(just them) / p(end after them).
        var total = 0.0;
        for (var i = 0; i < texts.Length; i++)
            total += Math.Exp(-nll[i]) / (texts[i].Length < 3 ? 1 : EndProbability(model, texts[i]));

        Assert.Equal(1, total, 1e-4);
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_likelihood_does_not_depend_on_batch_mates_or_padding(CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell });
        using var together = Batch.Of(Tiny.Sentences);
        var z = torch.randn(Tiny.Sentences.Length, 2);
        var all = Tiny.Floats(model.Reconstruction(together, z));

        for (var i = 0; i < Tiny.Sentences.Length; i++)
        {
            using var alone = Batch.Of([Tiny.Sentences[i]]);
            Assert.Equal(all[i], model.Reconstruction(alone, z.narrow(0, i, 1)).item<float>(), 1e-4);
        }
    }

    [Fact]
    public void The_latent_vector_reaches_the_text()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of([[4, 5, 6]]);

        var first = model.Reconstruction(batch, torch.zeros(1, 2)).item<float>();
        var second = model.Reconstruction(batch, torch.ones(1, 2)).item<float>();

        Assert.True(Math.Abs(first - second) > 0.01);
    }

    [Theory]
    [InlineData(ModelKind.Vae, CellKind.Gru)]
    [InlineData(ModelKind.Vae, CellKind.Lstm)]
    [InlineData(ModelKind.Lm, CellKind.Gru)]
    [InlineData(ModelKind.Lm, CellKind.Lstm)]
    public void Gradients_of_every_parameter_agree_with_finite_differences(ModelKind kind, CellKind cell)
    {
        using var precise = new DoublePrecision();
        var options = new ModelOptions { Kind = kind, Cell = cell, Embedding = 2, Hidden = 4, Latent = 2 };
        using var model = TextModel.Create(options, Tiny.Words, seed: 5);
        using var batch = Batch.Of([[4, 5, 6], [], [6]]);
        var epsilon = torch.randn(3, 2);

        GradientCheck.Check(model.named_parameters(), () =>
        {
            if (model is not VariationalAutoencoder autoencoder)
                return model.Reconstruction(batch, z: null).mean();
            var posterior = autoencoder.Encode(batch);
            return model.Reconstruction(batch, posterior.Sample(epsilon)).Plus(posterior.KlToPrior()).mean();
        });
    }

    [Theory]
    [InlineData(EncoderKind.Bidirectional, CellKind.Gru, 4)]
    [InlineData(EncoderKind.Unidirectional, CellKind.Lstm, 2)]
    public void Gradients_of_several_layers_and_tied_vectors_agree_with_finite_differences(
        EncoderKind encoder, CellKind cell, int embedding)
    {
        using var precise = new DoublePrecision();
        var options = new ModelOptions
        {
            Encoder = encoder,
            Cell = cell,
            Embedding = embedding,
            Hidden = 4,
            Latent = 2,
            Layers = 2,
            IsTied = true,
        };
        using var model = (VariationalAutoencoder)TextModel.Create(options, Tiny.Words, seed: 5);
        using var batch = Batch.Of([[4, 5, 6], [], [6]]);
        var epsilon = torch.randn(3, 2);

        GradientCheck.Check(model.named_parameters(), () =>
        {
            var posterior = model.Encode(batch);
            return model.Reconstruction(batch, posterior.Sample(epsilon)).Plus(posterior.KlToPrior()).mean();
        });
    }

    [Theory]
    [InlineData(CellKind.Gru, 5, 1)]
    [InlineData(CellKind.Lstm, 6, 3)]
    public void Kernels_and_plain_operations_agree_on_layers_and_tied_vectors(CellKind cell, int embedding, int layers)
    {
        using var model = Tiny.NewAutoencoder(
            Tiny.Autoencoder with { Cell = cell, Embedding = embedding, Layers = layers, IsTied = true });
        using var batch = Batch.Of(Tiny.Sentences);
        var epsilon = torch.randn(batch.Size, 2);
        torch.Tensor[] Of(Func<IDisposable> use)
        {
            using var kernels = use();
            return KernelsInUse.ValueAndGradients(
                () => model.Reconstruction(batch, model.Encode(batch).Sample(epsilon)), [.. model.parameters().Cast<Parameter>()]);
        }

        var expected = Of(KernelsInUse.Plain);

        foreach (var use in new Func<IDisposable>[]
        {
            () => KernelsInUse.Fused(VectorPaths.Here[^1].ToString(), Precision.Float32), KernelsInUse.Libtorch,
        })
        {
            foreach (var (index, (plain, other)) in expected.Zip(Of(use)).Index())
                Assert.True(plain.allclose(other, rtol: 1e-3, atol: 1e-5), $"number {index}");
        }
    }

    [Theory]
    [InlineData(5, "bias,map")]
    [InlineData(6, "bias")]
    public void A_tied_softmax_has_word_vectors_for_weights(int embedding, string expected)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewLanguageModel(Tiny.Language with { Embedding = embedding, IsTied = true });
        var state = torch.randn(3, 6);
        var logits = torch.nn.functional.linear(
            embedding == 6 ? state : torch.nn.functional.linear(state, model.Output.get_parameter("map")!),
            model.Embedding.weight!, model.Output.get_parameter("bias")!);

        Assert.Equal(expected.Split(','), model.Output.named_parameters().Select(named => named.name).Order());
        Assert.True(model.Output.LogProbabilities(state).allclose(logits.log_softmax(1), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void The_first_layer_has_the_names_that_a_single_one_has()
    {
        string[] Names(ModelOptions options)
        {
            using var model = TextModel.Create(options, Tiny.Words, seed: 1);
            return [.. model.named_parameters().Select(named => named.name)];
        }

        var lstm = Tiny.Autoencoder with { Cell = CellKind.Lstm, HasInformationNetwork = true };
        var (one, two) = (Names(lstm), Names(lstm with { Layers = 2 }));

        Assert.DoesNotContain(one, name => name.Contains('_', StringComparison.Ordinal) && char.IsDigit(name[^1]));
        Assert.Equal(one.Order(), two.Where(name => !name.Contains("_2.", StringComparison.Ordinal)).Order());
        Assert.Equal(
            one.Where(name => name.StartsWith("decoder.", StringComparison.Ordinal)
                    || name.StartsWith("encoder.recurrence.", StringComparison.Ordinal))
                .Where(name => !name.Contains("highway", StringComparison.Ordinal))
                .Select(name => name.Replace("recurrence.", "recurrence_2.", StringComparison.Ordinal)
                    .Replace("first_state.", "first_state_2.", StringComparison.Ordinal)
                    .Replace("first_cell.", "first_cell_2.", StringComparison.Ordinal)).Order(),
            two.Where(name => name.Contains("_2.", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void The_same_seed_makes_the_same_model()
    {
        using var first = Tiny.NewAutoencoder(seed: 9);
        using var second = Tiny.NewAutoencoder(seed: 9);
        using var third = Tiny.NewAutoencoder(seed: 10);

        foreach (var (name, parameter) in first.named_parameters())
            Assert.Equal(Tiny.Floats(parameter), Tiny.Floats(second.get_parameter(name)!));
        Assert.NotEqual(Tiny.Floats(first.Embedding.weight!), Tiny.Floats(third.Embedding.weight!));
    }

    private static int[][] AllTexts(int longest)
    {
        int[] words = [.. Enumerable.Range(0, Tiny.Words).Where(id => id != Vocabulary.End)];
        IEnumerable<int[]> ofLength = [[]];
        var all = new List<int[]>([[]]);
        for (var length = 1; length <= longest; length++)
        {
            ofLength = [.. ofLength.SelectMany(text => words.Select(word => (int[])[.. text, word]))];
            all.AddRange(ofLength);
        }

        return [.. all];
    }

    private static double EndProbability(LanguageModel model, int[] text)
    {
        using var scope = torch.NewDisposeScope();
        var state = model.Decoder.Start(1, z: null);
        foreach (var word in text.Prepend(Vocabulary.Start))
            state = model.Decoder.Step(model.Embedding.call(torch.tensor(new long[] { word })), state);
        return Math.Exp(model.Output.LogProbabilities(state.State)[0, Vocabulary.End].ToDouble());
    }

    [Theory]
    [InlineData(ModelKind.Lm, false)]
    [InlineData(ModelKind.Lm, true)]
    [InlineData(ModelKind.Vae, false)]
    [InlineData(ModelKind.Vae, true)]
    public async Task A_model_leaves_nothing_to_the_collector(ModelKind kind, bool isTied)
    {
        Tiny.CountTensors();

        // On a thread without the scope of tests, which would hold what is left.
        var left = await Task.Run(
            () =>
            {
                TextModel.Create(Tiny.Autoencoder with { Kind = kind, IsTied = isTied }, Tiny.Words, seed: 1).Dispose();
                return torch.Tensor.TotalCount;
            },
            TestContext.Current.CancellationToken);

        // TorchSharp counts a parameter as a tensor for good; what nobody disposed would go now.
        Assert.Equal(left, Tiny.CountTensors());
    }
}
