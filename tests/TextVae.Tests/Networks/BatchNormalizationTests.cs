using TextVae.Networks;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Networks;

public sealed class BatchNormalizationTests
{
    [Fact]
    public void In_training_each_feature_of_a_batch_has_the_shift_as_mean_and_the_scale_as_deviation()
    {
        using var layer = New(scale: 0.6);
        layer.train();

        var result = layer.Forward(Values(20));

        Assert.Equal([0.5f, -2, 0], Tiny.Floats(result.mean([0L])), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([0.6f, 0.6f, 0.6f], Tiny.Floats(result.var(0, unbiased: false).sqrt()), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void In_evaluation_a_sentence_is_the_same_alone_and_in_any_batch()
    {
        using var layer = New(scale: 0.6);
        layer.train();
        layer.Forward(Values(20));
        layer.eval();
        var values = Values(4);

        var together = layer.Forward(values);

        for (var row = 0; row < 4; row++)
            Assert.Equal(Tiny.Floats(together[row]), Tiny.Floats(layer.Forward(values.narrow(0, row, 1))));
        Assert.Equal(Tiny.Floats(together), Tiny.Floats(layer.Forward(values)));
    }

    // As an encoder's means do at first; a collapse would be a way around the scale otherwise.
    [Fact]
    public void Values_that_hardly_vary_have_the_scale_too()
    {
        using var layer = new BatchNormalization(1, scale: 0.6);
        layer.train();

        var result = layer.Forward(torch.tensor(new[] { 0.001f, 0.0011f, 0.0009f, 0.0012f }, [4, 1]));

        Assert.Equal(0.6, result.var(0, unbiased: false).sqrt().ToDouble(), 1e-3);
    }

    // m ← 0.9 m + 0.1 mean from 0, and v ← 0.9 v + 0.1 · (unbiased variance) from 1.
    [Fact]
    public void Running_statistics_follow_the_batches()
    {
        using var layer = new BatchNormalization(1, scale: 2);
        layer.train();
        layer.Forward(torch.tensor(new[] { 1f, 3f }, [2, 1]));
        layer.Forward(torch.tensor(new[] { 0f, 6f }, [2, 1]));
        // One sentence by itself has no variance, and teaches nothing.
        layer.Forward(torch.tensor(new[] { 500f }, [1, 1]));
        layer.eval();

        var (mean, variance) = ((0.9 * 0.1 * 2) + (0.1 * 3), (0.9 * ((0.9 * 1) + (0.1 * 2))) + (0.1 * 18));
        Assert.Equal(2 * (4 - mean) / Math.Sqrt(variance), layer.Forward(torch.tensor(new[] { 4f }, [1, 1])).ToDouble(), 1e-5);
    }

    [Fact]
    public void Its_gradient_agrees_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        using var layer = new BatchNormalization(2, scale: 0.7);
        layer.train();
        var values = new Parameter(torch.tensor(new[] { 1.0, 0.3, -0.5, 2, 0.8, -1.1 }, [3, 2]));
        var weights = torch.tensor(new[] { 0.3, -1, 2, 0.5, 1, 1.7 }, [3, 2]);

        GradientCheck.Check(
            [("values", values), ("shift", layer.Shift)],
            () =>
            {
                var normalized = layer.Forward(values);
                return (normalized * normalized.Square() * weights).sum();
            });
    }

    private static BatchNormalization New(double scale)
    {
        var layer = new BatchNormalization(3, scale);
        using var quiet = torch.no_grad();
        layer.Shift.copy_(torch.tensor(new[] { 0.5f, -2, 0 }));
        return layer;
    }

    private static torch.Tensor Values(int sentences)
    {
        torch.random.manual_seed(sentences);
        return (torch.randn(sentences, 3) * torch.tensor(new[] { 1f, 5f, 0.3f })).Plus(torch.tensor(new[] { 7f, 0f, -3f }));
    }
}
