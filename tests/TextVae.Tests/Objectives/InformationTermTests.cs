using TextVae.Batches;
using TextVae.Models;
using TextVae.Objectives;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Objectives;

public sealed class InformationTermTests
{
    private static readonly ObjectiveOptions Posterior = new() { MutualInformation = 5 };

    private static readonly ObjectiveOptions Prior =
        Posterior with { MutualInformationSource = MutualInformationSource.Prior };

    public static TheoryData<MutualInformationSource> Sources => [.. Enum.GetValues<MutualInformationSource>()];

    [Fact]
    public void The_term_is_the_bound_for_the_sample_that_is_reconstructed_with_a_weight_of_minus_lambda()
    {
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences);
        torch.random.manual_seed(4);
        var z = model.Encode(batch).Sample();

        torch.random.manual_seed(4);
        var terms = Objective.For(model, Posterior).Terms(batch, step: 1);

        Assert.Equal(["reconstruction", "kl", "mi_bound"], terms.Terms.Select(term => term.Name));
        var bound = model.InformationBound(model.States(batch, z), z, batch).mean().ToDouble();
        Assert.Equal(bound, terms.Terms[2].Value.ToDouble(), 1e-5);
        Assert.Equal(-5, terms.Terms[2].Weight);
        var autoencoder = terms.Terms[0].Value.ToDouble() + terms.Terms[1].Value.ToDouble();
        Assert.Equal(autoencoder - (5 * bound), terms.Total().ToDouble(), 1e-4);
    }

    [Fact]
    public void Lambda_is_a_weight_of_its_own_whatever_that_of_the_kl_is()
    {
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences);
        var objective = Objective.For(
            model, Posterior with { Kl = new Schedule(ScheduleKind.Logistic, 0, 1, 0, 10) });

        foreach (var step in new[] { 0, 3, 10, 99 })
        {
            torch.random.manual_seed(4);
            var terms = objective.Terms(batch, step).Terms;
            Assert.Equal(-5, terms[2].Weight);
            torch.random.manual_seed(4);
            Assert.Equal(
                Objective.For(model, Posterior).Terms(batch, step).Terms[2].Value.ToDouble(), terms[2].Value.ToDouble());
        }
    }

    [Fact]
    public void Texts_are_drawn_under_the_labels_of_the_batch()
    {
        using var model = (VariationalAutoencoder)TextModel.Create(
            Prior.ModelFor(Tiny.Autoencoder with { LabelEmbedding = 2 }), Tiny.Words, seed: 3, labels: 3);
        using (torch.no_grad())
            model.Labels!.Weight.MultiplyInPlace(50);
        double Bound(int[] labels)
        {
            using var batch = Batch.Of(Tiny.Sentences, indices: null, labels);
            torch.random.manual_seed(4);
            return Objective.For(model, Prior).Terms(batch, step: 1).Terms[2].Value.ToDouble();
        }

        Assert.Equal(Bound([0, 1, 2, 2, 1, 0]), Bound([0, 1, 2, 2, 1, 0]));
        Assert.NotEqual(Bound([0, 0, 0, 0, 0, 0]), Bound([2, 2, 2, 2, 2, 2]), 1e-3);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void It_moves_the_decoder_and_q_mi_and_never_the_encoder_or_the_softmax(MutualInformationSource source)
    {
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences);
        torch.random.manual_seed(4);

        Objective.For(model, Posterior with { MutualInformationSource = source }).Terms(batch, step: 1).Terms[2].Value.backward();

        foreach (var (name, parameter) in model.named_parameters())
        {
            var part = name.Split('.')[0];
            if (part is "encoder" or "output")
                Assert.True(Largest(parameter) == 0, name);
            else
                Assert.True(Largest(parameter) is > 1e-6 and < 1e3, name);
        }
    }

    // The encoder's gradient of the whole loss is that of the autoencoder alone, to the bit.
    [Theory]
    [MemberData(nameof(Sources))]
    public void The_encoder_learns_as_it_would_without_the_term(MutualInformationSource source)
    {
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences);
        float[][] Gradients(ObjectiveOptions options)
        {
            foreach (var parameter in model.parameters())
                parameter.grad = null;
            torch.random.manual_seed(4);
            Objective.For(model, options).Terms(batch, step: 1).Total().backward();
            return [.. model.Encoder.parameters().Select(parameter => Tiny.Floats(parameter.grad!))];
        }

        Assert.Equal(Gradients(new ObjectiveOptions()), Gradients(Posterior with { MutualInformationSource = source }));
    }

    [Fact]
    public void Generated_texts_are_no_longer_than_the_batch_s_longest_and_do_not_depend_on_its_words()
    {
        using var model = New();
        using var batch = Batch.Of([[4, 5], [6]]);
        using var same = Batch.Of([[6, 6], [5]]);
        using var longer = Batch.Of([[4, 5, 6, 4, 5, 6, 6, 6], [6]]);
        double Bound(Batch of)
        {
            torch.random.manual_seed(4);
            return Objective.For(model, Prior).Terms(of, step: 1).Terms[2].Value.ToDouble();
        }

        torch.random.manual_seed(4);
        torch.randn(2, 2);
        var z = torch.randn(2, 2);
        using var texts = Batch.Of(AncestralSampling.Draw(model, z, maximumWords: 2));

        Assert.Equal(model.InformationBound(model.States(texts, z), z, texts).mean().ToDouble(), Bound(batch), 1e-5);
        Assert.Equal(Bound(batch), Bound(same));
        Assert.NotEqual(Bound(batch), Bound(longer));
    }

    [Fact]
    public void Without_a_weight_there_is_no_term_and_no_q_mi()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);

        Assert.Equal(2, Objective.For(model, Posterior with { MutualInformation = 0 }).Terms(batch, step: 1).Terms.Count);
        Assert.Equal(Tiny.Autoencoder, new ObjectiveOptions().ModelFor(Tiny.Autoencoder with { HasInformationNetwork = true }));
        Assert.Equal(Tiny.Language, Posterior.ModelFor(Tiny.Language));
    }

    [Fact]
    public void A_model_without_q_mi_is_refused()
    {
        using var model = Tiny.NewAutoencoder();

        var error = Assert.Throws<ArgumentException>(() => Objective.For(model, Posterior));

        Assert.Equal(
            "The objective has a weight of 5 for the mutual information, and the model has no q_MI. Create it with "
            + "ObjectiveOptions.ModelFor. (Parameter 'model')",
            error.Message);
    }

    private static VariationalAutoencoder New() => Tiny.NewAutoencoder(Posterior.ModelFor(Tiny.Autoencoder));

    private static double Largest(Parameter parameter) =>
        parameter.grad is { } gradient ? gradient.abs().max().ToDouble() : 0;
}
