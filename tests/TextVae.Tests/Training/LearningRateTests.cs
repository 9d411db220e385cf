using TextVae.Training;

namespace TextVae.Tests.Training;

public sealed class LearningRateTests
{
    [Theory]
    [InlineData(RateSchedule.Constant)]
    [InlineData(RateSchedule.Plateau)]
    public void After_a_linear_warm_up_the_rate_stays(RateSchedule schedule)
    {
        var options = new TrainingOptions { LearningRate = 0.4, Warmup = 4, Schedule = schedule };

        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.4, 0.4], Rates(options, 6), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_cosine_goes_from_the_whole_rate_to_its_last_share()
    {
        var options = new TrainingOptions { LearningRate = 2, Warmup = 2, Schedule = RateSchedule.Cosine, FinalRate = 0.1 };

        // Half way down there is the mean of both ends, a quarter of the way (1 + √½) / 2 of what lies between is left.
        double[] expected = [1, 2, 0.2 + (1.8 * (1 + Math.Sqrt(0.5)) / 2), 1.1, 0.2 + (1.8 * (1 - Math.Sqrt(0.5)) / 2), 0.2];
        Assert.Equal(expected, Rates(options, 6), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_run_that_ends_in_its_warm_up_has_no_cosine() => Assert.Equal(
        [0.25, 0.5],
        Rates(new() { LearningRate = 1, Warmup = 4, Schedule = RateSchedule.Cosine }, 2));

    [Fact]
    public void Options_that_cannot_be_are_named_one_by_one()
    {
        var options = new TrainingOptions
        {
            Momentum = 0.9,
            WeightDecay = -1,
            Warmup = -1,
            Schedule = RateSchedule.Cosine,
            FinalRate = 1.5,
            PlateauFactor = 1,
            PlateauPatience = 0,
            PlateauLimit = -1,
            Average = 1,
        };

        Assert.Equal(
            [
                "training.momentum is 0.9 and training.optimizer is not \"sgd\", which alone has one; set it to 0, or choose that optimizer.",
                "training.weight_decay is -1; it has to be between 0 and 1.",
                "training.warmup is -1; it has to be positive, or 0 for none.",
                "training.final_rate is 1.5; it has to be between 0 and 1.",
                "training.plateau_factor is 1; it has to be above 0 and below 1.",
                "training.plateau_patience is 0; it has to be at least 1.",
                "training.plateau_limit is -1; it has to be positive, or 0 for never.",
                "training.average is 1; it has to be at least 0 and below 1.",
            ],
            options.Problems());
        Assert.Equal(
            ["training.momentum is 1; it has to be at least 0 and below 1."],
            new TrainingOptions { Optimizer = OptimizerKind.Sgd, Momentum = 1 }.Problems());
    }

    private static IEnumerable<double> Rates(TrainingOptions options, int steps) =>
        Enumerable.Range(1, steps).Select(step => LearningRate.At(options, step, steps));
}
