using TextVae.Batches;
using TextVae.Models;
using TextVae.Objectives;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class BagOfWordsTests
{
    private static readonly ObjectiveOptions Options = new() { BagOfWords = 0.3 };

    [Fact]
    public void It_is_the_softmax_of_a_linear_map_of_z_summed_over_the_words_without_the_end()
    {
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences);
        torch.random.manual_seed(2);
        var z = torch.randn(Tiny.Sentences.Length, 2);

        var actual = Tiny.Floats(model.BagOfWords!.NegativeLogLikelihood(z, batch));

        var scores = torch.nn.functional.linear(
            z, model.get_parameter("bag_of_words.linear.weight")!, model.get_parameter("bag_of_words.linear.bias")!).log_softmax(1);
        for (var i = 0; i < actual.Length; i++)
            Assert.Equal(-Tiny.Sentences[i].Sum(word => scores[i, word].ToDouble()), actual[i], 1e-4);
        Assert.Equal(0, actual[2]);
    }

    [Fact]
    public void The_order_of_the_words_and_the_other_texts_do_not_matter()
    {
        using var model = New();
        using var batch = Batch.Of([[4, 5, 6], [6, 4, 5], [5], []]);
        var z = torch.tensor(new[] { 0.3f, -1, 0.3f, -1, 2, 0, 1, 1 }, [4, 2]);

        var values = Tiny.Floats(model.BagOfWords!.NegativeLogLikelihood(z, batch));

        Assert.Equal(values[0], values[1], 1e-5);
        using var single = Batch.Of([[5]]);
        Assert.Equal(values[2], model.BagOfWords.NegativeLogLikelihood(z.narrow(0, 2, 1), single)[0].ToDouble(), 1e-5);
        using var wordless = Batch.Of([[], []]);
        var nothing = model.BagOfWords.NegativeLogLikelihood(torch.randn(2, 2), wordless);
        Assert.Equal([0, 0], Tiny.Floats(nothing));
        // Processes that share a batch sum the same gradients, though one may have texts without words alone.
        nothing.sum().backward();
        Assert.All(model.BagOfWords.parameters(), parameter => Assert.Equal(0, parameter.grad!.abs().max().ToDouble()));
    }

    [Fact]
    public void Its_gradients_agree_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences);
        var z = new TorchSharp.Modules.Parameter(torch.randn(Tiny.Sentences.Length, 2));

        GradientCheck.Check(
            model.BagOfWords!.named_parameters().Append(("z", z)), () => model.BagOfWords.NegativeLogLikelihood(z, batch).mean());
    }

    [Fact]
    public void The_objective_has_it_as_a_term_that_reaches_the_encoder()
    {
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences);
        torch.random.manual_seed(4);
        var expected = model.BagOfWords!.NegativeLogLikelihood(model.Encode(batch).Sample(), batch).mean().ToDouble();

        torch.random.manual_seed(4);
        var terms = Objective.For(model, Options).Terms(batch, step: 1);
        terms.Terms[2].Value.backward();

        Assert.Equal(("bag_of_words", 0.3), (terms.Terms[2].Name, terms.Terms[2].Weight));
        Assert.Equal(expected, terms.Terms[2].Value.ToDouble(), 1e-4);
        Assert.True(model.Encoder.get_parameter("mu.weight")!.grad!.abs().max().ToDouble() > 1e-6);
        Assert.Null(model.Output.get_parameter("linear.weight")!.grad);
    }

    [Fact]
    public void Without_a_weight_the_model_has_no_such_part_and_the_others_begin_the_same()
    {
        using var with = TextModel.Create(Options.ModelFor(Tiny.Autoencoder), Tiny.Words, seed: 3);
        using var without = TextModel.Create(new ObjectiveOptions().ModelFor(Tiny.Autoencoder), Tiny.Words, seed: 3);

        Assert.Equal(Tiny.Language, Options.ModelFor(Tiny.Language));
        var parts = with.named_parameters().ToDictionary(named => named.name, named => Tiny.Floats(named.parameter));
        Assert.Equal(2, parts.Count - without.named_parameters().Count());
        Assert.All(without.named_parameters(), named => Assert.Equal(Tiny.Floats(named.parameter), parts[named.name]));
    }

    [Fact]
    public void A_model_without_that_part_is_refused()
    {
        using var model = Tiny.NewAutoencoder();

        var error = Assert.Throws<ArgumentException>(() => Objective.For(model, Options));

        Assert.Equal(
            "The objective has a weight of 0.3 for the words from z, and the model cannot predict them. Create it with "
            + "ObjectiveOptions.ModelFor. (Parameter 'model')",
            error.Message);
    }

    private static VariationalAutoencoder New() => Tiny.NewAutoencoder(Options.ModelFor(Tiny.Autoencoder));
}
