using TextVae.Batches;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;

namespace TextVae.Tests.Objectives;

public sealed class KlTargetTests
{
    [Theory]
    [InlineData(1, 4, 1.0)]
    [InlineData(1, 2, 0.99501247919268232)]
    [InlineData(2, 6, 2.0100250417)]
    [InlineData(1, 0, 0.99004983374916811)]
    [InlineData(1, 400, 1.0100501670841679)]
    [InlineData(0.001, 0, 0.001)]
    [InlineData(1000, 9, 1000)]
    public void The_weight_moves_with_the_violation_on_a_logarithmic_scale_within_bounds(double weight, double kl, double expected) =>
        Assert.Equal(expected, KlTarget.WeightAfter(weight, kl, target: 4), 1e-6);

    [Theory]
    [InlineData(3.61, true)]
    [InlineData(4.39, true)]
    [InlineData(3.59, false)]
    [InlineData(4.41, false)]
    [InlineData(double.NaN, false)]
    public void Within_a_tenth_of_the_target_it_is_met(double kl, bool isMet) => Assert.Equal(isMet, KlTarget.IsMet(kl, target: 4));

    [Fact]
    public void A_step_has_the_weight_that_the_steps_before_it_have_found()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        var objective = Objective.For(model, new ObjectiveOptions { TargetKl = 50, Kl = Schedule.Constant(0.8) });

        var terms = objective.Terms(batch, step: 1);
        objective.Moved([.. terms.Terms.Select(term => (term.Name, term.Value.ToDouble()))]);

        Assert.Equal(0.8, terms.Terms[1].Weight);
        Assert.Equal(model.Encode(batch).KlToPrior().mean().ToDouble(), terms.Terms[1].Value.ToDouble(), 1e-5);
        var next = KlTarget.WeightAfter(0.8, terms.Terms[1].Value.ToDouble(), 50);
        Assert.InRange(next, 0.78, 0.7999);
        Assert.Equal((next, next), (objective.KlWeight, objective.Terms(batch, step: 2).Terms[1].Weight));
    }

    [Fact]
    public void Without_a_target_the_weight_is_the_schedule_s()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        var objective = Objective.For(model, new ObjectiveOptions { Kl = Schedule.Constant(0.8) });

        objective.Moved([("reconstruction", 3), ("kl", 4)]);

        Assert.Null(objective.KlWeight);
        Assert.Equal(0.8, objective.Terms(batch, step: 2).Terms[1].Weight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Training_comes_to_the_target_from_either_side(double target)
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Tiny.Autoencoder with { Hidden = 16 }, data.Dataset.Vocabulary.Count, seed: 1);
        using var optimizer = new Adam(model);
        var objective = new ObjectiveOptions { TargetKl = target, WordDropout = Schedule.Constant(0.5) };
        var options = new TrainingOptions { Batch = 20, Steps = 1500, LearningRate = 0.01 };

        var records = new Trainer(model, objective, options, data.Dataset.Train, optimizer).Run(0).ToArray();

        Assert.Equal(target, records[^200..].Average(record => record.Terms[1].Value), 0.15 * target);
    }
}
