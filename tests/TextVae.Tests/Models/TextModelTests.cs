using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

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
            Assert.Equal(all[i], model.Reconstruction(alone, z.narrow(0, i, 1)).ToSingle(), 1e-4);
        }
    }

    [Fact]
    public void The_latent_vector_reaches_the_text()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of([[4, 5, 6]]);

        var first = model.Reconstruction(batch, torch.zeros(1, 2)).ToSingle();
        var second = model.Reconstruction(batch, torch.ones(1, 2)).ToSingle();

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
            return (model.Reconstruction(batch, posterior.Sample(epsilon)) + posterior.KlToPrior()).mean();
        });
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
}
