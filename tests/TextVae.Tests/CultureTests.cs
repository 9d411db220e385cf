using System.Globalization;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Runs;
using TextVae.Training;

namespace TextVae.Tests;

/// <summary>What is said of numbers is the same whatever the culture of the program.</summary>
public sealed class CultureTests
{
    [Fact]
    public void Problems_of_options_have_a_point_before_their_decimals_in_every_culture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            var half = 0.5;
            Assert.Equal("0,5", $"{half}");
            Assert.All(Problems(), problem => Assert.Contains(problem.Expected, problem.Found));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<(string Expected, IEnumerable<string> Found)> Problems() =>
    [
        ("model.output_dropout is 1.5; it has to be at least 0 and below 1.", new DropoutOptions { Output = 1.5 }.Problems()),
        ("model.posterior_scale is 100.5; it has to be above 0 and at most 100.", new ModelOptions { PosteriorScale = 100.5 }.Problems()),
        (
            "model.layer_dropout is 0.5, which is dropped between layers, and model.layers is 1; set it to 0, or model.layers to 2 or more.",
            new ModelOptions { Dropout = new() { Layer = 0.5 } }.Problems()
        ),
        ("training.learning_rate is 10.5; it has to be above 0 and at most 10.", new TrainingOptions { LearningRate = 10.5 }.Problems()),
        (
            "training.momentum is 0.5 and training.optimizer is not \"sgd\", which alone has one; set it to 0, or choose that optimizer.",
            new TrainingOptions { Momentum = 0.5 }.Problems()
        ),
        ("objective.mmd is 1000.5; it has to be between 0 and 1000.", new ObjectiveOptions { Mmd = 1000.5 }.Problems()),
        (
            "objective.target_kl is 0.5, so training finds the weight of the KL term, and objective.kl has to be the number that it begins "
            + "with, between 0.001 and 1000.",
            new ObjectiveOptions { TargetKl = 0.5, Kl = Schedule.Constant(0) }.Problems()
        ),
        (
            "objective.kl rises in 1.5 of a cycle; it has to be above 0 and at most 1.",
            new ObjectiveOptions { Kl = new Schedule(ScheduleKind.Cyclical, 0, 1, 0, 10) { Rise = 1.5 } }.Problems()
        ),
        (
            "objective.mmd is 0.5 and model.kind is \"lm\"; a language model has no z, so it has to be 0.",
            RecipeRules.Disagreements(new Recipe { Model = new() { Kind = ModelKind.Lm }, Objective = new() { Mmd = 0.5 } })
        ),
        ("The temperature is 100.5; it has to be above 0 and at most 100.", new DecodingOptions { Temperature = 100.5 }.Problems()),
        ("The power of the length is 10.5; it has to be between 0 and 10.", new DecodingOptions { LengthPower = 10.5 }.Problems()),
    ];
}
