using TextVae.Batches;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class LabelPredictorTests
{
    private const int Labels = 3;

    private static readonly ObjectiveOptions Options = new() { Label = 2 };

    private static readonly int[] Known = [2, 0, -1, 1, -1, 0];

    [Fact]
    public void It_is_the_softmax_of_a_linear_map_of_z_and_says_nothing_of_texts_without_a_label()
    {
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences, labels: Known);
        torch.random.manual_seed(2);
        var z = torch.randn(Tiny.Sentences.Length, 2);

        var actual = Tiny.Floats(model.LabelPredictor!.NegativeLogLikelihood(z, batch));

        var scores = torch.nn.functional.linear(
            z, model.get_parameter("label_predictor.linear.weight")!, model.get_parameter("label_predictor.linear.bias")!).log_softmax(1);
        for (var i = 0; i < actual.Length; i++)
            Assert.Equal(Known[i] < 0 ? 0 : -scores[i, Known[i]].ToDouble(), actual[i], 1e-5);
        using var unlabelled = Batch.Of(Tiny.Sentences);
        Assert.Equal(new float[6], Tiny.Floats(model.LabelPredictor.NegativeLogLikelihood(z, unlabelled)));
    }

    [Fact]
    public void Its_gradients_agree_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences, labels: Known);
        var z = new TorchSharp.Modules.Parameter(torch.randn(Tiny.Sentences.Length, 2));

        GradientCheck.Check(
            model.LabelPredictor!.named_parameters().Append(("z", z)), () => model.LabelPredictor.NegativeLogLikelihood(z, batch).mean());
    }

    [Fact]
    public void The_objective_has_it_as_a_term_that_reaches_the_encoder()
    {
        using var model = New();
        using var batch = Batch.Of(Tiny.Sentences, labels: Known);
        torch.random.manual_seed(4);
        var expected = model.LabelPredictor!.NegativeLogLikelihood(model.Encode(batch).Sample(), batch).mean().ToDouble();

        torch.random.manual_seed(4);
        var term = Objective.For(model, Options).Terms(batch, step: 1).Terms[2];
        term.Value.backward();

        Assert.Equal(("label", 2.0), (term.Name, term.Weight));
        Assert.Equal(expected, term.Value.ToDouble(), 1e-5);
        Assert.True(model.Encoder.get_parameter("mu.weight")!.grad!.abs().max().ToDouble() > 1e-6);
    }

    [Fact]
    public void Training_makes_z_tell_the_label()
    {
        // Labels go in turn, and so does the word that tells them.
        var text = 0;
        using var data = new TinyDataset(random => $"c {"ab"[text++ % 2]} {"de"[random.Next(2)]}", (80, 4, 4), seed: 1, "even", "odd");

        var options = new ObjectiveOptions { Label = 20, Kl = Schedule.Constant(0) };
        using var model = TextModel.Create(options.ModelFor(Tiny.Autoencoder), data.Dataset.Vocabulary.Count, seed: 5, labels: 2);
        var training = new TrainingOptions { Batch = 8, Steps = 60, Optimizer = OptimizerKind.Adam, LearningRate = 0.02 };
        using var optimizer = Optimizer.For(model, training);
        using var scope = torch.NewDisposeScope();

        double[] losses = [.. new Trainer(model, options, training, data.Dataset.Train, optimizer).Run(0)
            .Select(step => step.Terms.Single(term => term.Name == "label").Value)];

        Assert.InRange(losses[0], 0.4, 1.5);
        Assert.All(losses[^5..], loss => Assert.InRange(loss, 0, 0.2));
    }

    [Fact]
    public void Without_a_weight_the_model_has_no_such_part_and_the_others_begin_the_same()
    {
        using var with = New();
        using var without = Tiny.NewAutoencoder();

        Assert.Equal(Tiny.Language, Options.ModelFor(Tiny.Language));
        var parts = with.named_parameters().ToDictionary(named => named.name, named => Tiny.Floats(named.parameter));
        Assert.Equal(2, parts.Count - without.named_parameters().Count());
        Assert.All(without.named_parameters(), named => Assert.Equal(Tiny.Floats(named.parameter), parts[named.name]));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        using var model = Tiny.NewAutoencoder();

        Assert.Equal(
            "The objective has a weight of 2 for the label from z, and the model cannot predict it. Create it with "
            + "ObjectiveOptions.ModelFor. (Parameter 'model')",
            Assert.Throws<ArgumentException>(() => Objective.For(model, Options)).Message);
        Assert.Equal(
            "The model predicts labels from z (objective.label is above 0), and the dataset has no labels. Prepare it anew with "
            + "--label-field, or set objective.label=0.",
            Assert.Throws<DataException>(() => TextModel.Create(Options.ModelFor(Tiny.Autoencoder), Tiny.Words, seed: 1)).Message);
        using var batch = Batch.Of([[4]], labels: [3]);
        using var labelled = New();
        Assert.Equal(
            "3 is no label of the model's 3, which count from 0. (Parameter 'batch')",
            Assert.Throws<ArgumentException>(() => labelled.LabelPredictor!.NegativeLogLikelihood(torch.zeros(1, 2), batch)).Message);
    }

    private static VariationalAutoencoder New() => Tiny.NewAutoencoder(Options.ModelFor(Tiny.Autoencoder), labels: Labels);
}
