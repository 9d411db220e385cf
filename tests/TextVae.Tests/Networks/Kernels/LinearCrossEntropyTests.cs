using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Networks.Kernels;

public sealed class LinearCrossEntropyTests
{
    /// <summary>Below, at and across the size of a chunk, and a single token.</summary>
    public static TheoryData<int> Sizes => [1, 511, 512, 513, 1100];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_equals_the_plain_version_with_gradients_for_equal_weights(int tokens) =>
        Compare(tokens, torch.ones(tokens) / 7);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_equals_the_plain_version_with_gradients_for_any_weights(int tokens)
    {
        torch.random.manual_seed(5);
        Compare(tokens, torch.rand(tokens));
    }

    [Fact]
    public void Without_gradients_the_values_are_the_same()
    {
        var (hidden, weight, bias, targets) = Inputs(700);
        using var quiet = torch.no_grad();

        var chunked = LinearCrossEntropy.Run(hidden, weight, bias, targets);

        Assert.True(chunked.allclose(LinearCrossEntropy.Plain(hidden, weight, bias, targets), rtol: 1e-5, atol: 1e-5));
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var hidden = torch.tensor(new float[] { 300, -300 }, [2, 1]);
        var weight = torch.tensor(new float[] { 1, -1, 0 }, [3, 1]);

        var losses = LinearCrossEntropy.Run(hidden, weight, torch.zeros(3), torch.tensor(new long[] { 0, 2 }));

        Assert.Equal([0, 300], Tiny.Floats(losses));
    }

    private static void Compare(int tokens, torch.Tensor weights)
    {
        var (hidden, weight, bias, targets) = Inputs(tokens);
        Parameter[] parameters = [hidden, weight, bias];
        (LinearCrossEntropy.Plain(hidden, weight, bias, targets) * weights).sum().backward();
        var expected = parameters.Select(parameter => parameter.grad!.clone()).ToArray();
        foreach (var parameter in parameters)
            parameter.grad = null;

        var losses = LinearCrossEntropy.Run(hidden, weight, bias, targets);
        (losses * weights).sum().backward();

        Assert.True(losses.allclose(LinearCrossEntropy.Plain(hidden, weight, bias, targets), rtol: 1e-5, atol: 1e-5));
        foreach (var (parameter, gradient) in parameters.Zip(expected))
            Assert.True(parameter.grad!.allclose(gradient, rtol: 1e-4, atol: 1e-5), "a gradient differs");
    }

    private static (Parameter Hidden, Parameter Weight, Parameter Bias, torch.Tensor Targets) Inputs(int tokens)
    {
        torch.random.manual_seed(tokens);
        return (
            new Parameter(torch.randn(tokens, 5)), new Parameter(torch.randn(13, 5)), new Parameter(torch.randn(13)),
            torch.randint(0, 13, [tokens]));
    }
}
