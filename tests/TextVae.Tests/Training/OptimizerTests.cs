using TextVae.Networks;
using TextVae.Training;
using TorchSharp;
using Adam = TextVae.Training.Adam;
using Linear = TextVae.Networks.Linear;

namespace TextVae.Tests.Training;

public sealed class OptimizerTests
{
    public static IEnumerable<TheoryDataRow<TrainingOptions, bool>> All =>
        from options in new TrainingOptions[]
        {
            new(),
            new() { Optimizer = OptimizerKind.Adam, WeightDecay = 0.1 },
            new() { Optimizer = OptimizerKind.AdamW, WeightDecay = 0.1 },
            new() { Optimizer = OptimizerKind.Sgd },
            new() { Optimizer = OptimizerKind.Sgd, Momentum = 0.9, WeightDecay = 0.1 },
        }
        from isPlain in new[] { false, true }
        select new TheoryDataRow<TrainingOptions, bool>(options, isPlain);

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void It_moves_as_the_optimiser_of_libtorch_does(TrainingOptions options, bool isPlain)
    {
        torch.random.manual_seed(1);
        using var ours = new Linear(7, 5);
        using var theirs = new Linear(7, 5);
        using (torch.no_grad())
        {
            foreach (var (name, parameter) in ours.named_parameters())
                theirs.get_parameter(name)!.copy_(parameter);
        }

        using var optimizer = Optimizer.For(ours, options);
        optimizer.IsPlain = isPlain;
        using torch.optim.Optimizer reference = options.Optimizer switch
        {
            OptimizerKind.Adam => torch.optim.Adam(theirs.parameters(), lr: 0.01, weight_decay: options.WeightDecay),
            OptimizerKind.AdamW => torch.optim.AdamW(theirs.parameters(), lr: 0.01, weight_decay: options.WeightDecay),
            _ => torch.optim.SGD(theirs.parameters(), 0.01, momentum: options.Momentum, weight_decay: options.WeightDecay),
        };
        for (var step = 0; step < 20; step++)
        {
            var x = torch.randn(3, 7);
            foreach (var module in new[] { ours, theirs })
            {
                module.zero_grad();
                module.Forward(x).Square().sum().backward();
            }

            optimizer.Step(0.01);
            reference.step();
        }

        foreach (var (name, parameter) in ours.named_parameters())
            Assert.True(parameter.allclose(theirs.get_parameter(name)!, rtol: 1e-4, atol: 1e-5), name);
    }

    [Fact]
    public void Two_steps_of_momentum_with_decay_are_those_by_hand()
    {
        using var layer = Ones(3);
        using var sgd = new Sgd(layer, momentum: 0.5, weightDecay: 0.1);

        SetGradients(layer, 2);
        sgd.Step(0.1, gradientFactor: 0.5);
        SetGradients(layer, 0);
        sgd.Step(0.1);

        // m = 1 + 0.1, θ = 1 − 0.11; then m = 0.55 + 0.089 and θ = 0.89 − 0.0639.
        Assert.All(Tiny.Floats(layer.Weight), value => Assert.Equal(0.8261, value, 1e-6));
        Assert.All(sgd.State, state => Assert.All(Tiny.Floats(state.Tensor), value => Assert.Equal(0.639, value, 1e-6)));
        Assert.Equal(["momentum.bias", "momentum.weight"], sgd.State.Select(state => state.Name).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_average_follows_the_parameters_and_takes_their_place_for_a_while(bool isPlain)
    {
        using var layer = Ones(37);
        using var sgd = new Sgd(layer, average: 0.25) { IsPlain = isPlain };
        var expected = 1.0;
        foreach (var (t, value) in new[] { 0.0, -1.0, -2.0, -3.0 }.Index())
        {
            SetGradients(layer, 1);
            sgd.Step(1);
            // d is (1 + t) / (10 + t) at updates 1 and 2, and 0.25 from the third on.
            var keep = Math.Min(0.25, (2.0 + t) / (11.0 + t));
            expected = (keep * expected) + ((1 - keep) * value);
        }

        using (sgd.UseAverage())
            Assert.All(Tiny.Floats(layer.Weight), value => Assert.Equal(expected, value, 1e-5));
        Assert.All(Tiny.Floats(layer.Weight), value => Assert.Equal(-3f, value));
        Assert.All(Tiny.Floats(Average(sgd)), value => Assert.Equal(expected, value, 1e-5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Running_statistics_are_averaged_as_the_parameters_that_they_are_of(bool isPlain)
    {
        using var layer = new BatchNormalization(2, scale: 1);
        using var sgd = new Sgd(layer, average: 0.25) { IsPlain = isPlain };
        var (expected, statistics) = (0.0, layer.get_buffer("running_mean")!);
        foreach (var (t, value) in new[] { 1.0, 2.0, 3.0, 4.0 }.Index())
        {
            using (torch.no_grad())
                statistics.FillInPlace((float)value);
            layer.Shift.grad = torch.ones_like(layer.Shift);
            sgd.Step(1);
            var keep = Math.Min(0.25, (2.0 + t) / (11.0 + t));
            expected = (keep * expected) + ((1 - keep) * value);
        }

        using (sgd.UseAverage())
            Assert.All(Tiny.Floats(statistics), value => Assert.Equal(expected, value, 1e-5));
        Assert.All(Tiny.Floats(statistics), value => Assert.Equal(4f, value));
        Assert.Equal(
            ["average.running_mean", "average.running_variance", "average.shift"],
            sgd.State.Select(state => state.Name).Where(name => name.StartsWith("average.", StringComparison.Ordinal)).Order());
        sgd.Reset();
        using (sgd.UseAverage())
            Assert.All(Tiny.Floats(statistics), value => Assert.Equal(4f, value));
    }

    [Fact]
    public void Without_an_average_the_parameters_stay_in_their_place()
    {
        using var layer = Ones(3);
        using var adam = new Adam(layer);

        using (adam.UseAverage())
            Assert.All(Tiny.Floats(layer.Weight), value => Assert.Equal(1f, value));
        Assert.DoesNotContain(adam.State, state => state.Name.StartsWith("average.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reset_optimiser_moves_as_a_new_one()
    {
        using var used = Ones(5);
        using var optimizer = new Adam(used, average: 0.9);
        SetGradients(used, 3);
        optimizer.Step(0.1);
        using (torch.no_grad())
        {
            foreach (var parameter in used.parameters())
                parameter.FillInPlace(1);
        }

        optimizer.Reset();

        Assert.All(Tiny.Floats(Average(optimizer)), value => Assert.Equal(1f, value));
        using var fresh = Ones(5);
        using var other = new Adam(fresh, average: 0.9);
        foreach (var (layer, moving) in new[] { (used, optimizer), (fresh, other) })
        {
            SetGradients(layer, -1);
            moving.Step(0.1);
        }

        Assert.Equal(Tiny.Floats(fresh.Weight), Tiny.Floats(used.Weight));
        Assert.Equal(other.State.SelectMany(state => Tiny.Floats(state.Tensor)), optimizer.State.SelectMany(state => Tiny.Floats(state.Tensor)));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, 0, 0, 4)]
    [InlineData(OptimizerKind.AdamW, 0, 0.9, 5)]
    [InlineData(OptimizerKind.Sgd, 0, 0, 2)]
    [InlineData(OptimizerKind.Sgd, 0.9, 0.9, 4)]
    public void What_is_kept_beside_the_parameters_is_known_before(OptimizerKind kind, double momentum, double average, int copies)
    {
        var options = new TrainingOptions { Optimizer = kind, Momentum = momentum, Average = average };
        using var layer = Ones(3);
        using var optimizer = Optimizer.For(layer, options);

        Assert.Equal(copies, Optimizer.CopiesOf(options));
        Assert.Equal((copies - 2) * layer.parameters().Sum(parameter => parameter.numel()), optimizer.State.Sum(state => state.Tensor.numel()));
    }

    private static torch.Tensor Average(Optimizer optimizer) =>
        optimizer.State.Single(state => state.Name == "average.weight").Tensor;

    private static Linear Ones(int inputs)
    {
        var layer = new Linear(inputs, 1);
        using var quiet = torch.no_grad();
        foreach (var parameter in layer.parameters())
            parameter.FillInPlace(1);
        return layer;
    }

    private static void SetGradients(torch.nn.Module module, float value)
    {
        foreach (var parameter in module.parameters())
            parameter.grad = torch.ones(parameter.shape).Times(value);
    }
}
