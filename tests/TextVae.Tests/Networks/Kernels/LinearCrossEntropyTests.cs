using TextVae.Native;
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
        Compare(tokens, torch.ones(tokens).Times(1.0 / 7));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_equals_the_plain_version_with_gradients_for_any_weights(int tokens)
    {
        torch.random.manual_seed(5);
        Compare(tokens, torch.rand(tokens));
    }

    public static TheoryData<string, Precision> AllKernels => Kernels.All;

    [Theory]
    [MemberData(nameof(AllKernels))]
    public void The_kernels_equal_the_plain_version_with_gradients(string path, Precision precision)
    {
        foreach (var (tokens, hidden, words) in new[] { (1, 1, 2), (3, 5, 13), (97, 16, 64), (50, 67, 257), (1100, 21, 700) })
        {
            foreach (var areEqual in new[] { true, false })
            {
                foreach (var time in Enum.GetValues<GradientTime>())
                    CompareKernels(path, precision, tokens, hidden, words, areEqual, time);
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllKernels))]
    public void Without_gradients_the_kernels_give_the_same_losses(string path, Precision precision)
    {
        using var kernels = Kernels.Fused(path, precision);
        // A few tokens, and so many that tiles without gradients are larger.
        foreach (var tokens in new[] { 203, 6000 })
        {
            using var scope = torch.NewDisposeScope();
            var (hidden, weight, bias, targets) = Inputs(tokens, hidden: 21, words: 700);
            var withGradients = LinearCrossEntropy.Run(hidden, weight, bias, targets);

            using var quiet = torch.no_grad();
            Assert.Equal(Tiny.Floats(withGradients), Tiny.Floats(LinearCrossEntropy.Run(hidden, weight, bias, targets)));
        }
    }

    [Theory]
    [MemberData(nameof(AllKernels))]
    public void A_word_far_above_those_of_the_first_block_does_not_overflow(string path, Precision precision)
    {
        using var scope = torch.NewDisposeScope();
        var (hidden, weight, bias, targets) = Inputs(20, hidden: 16, words: 600);
        using (torch.no_grad())
            bias[500] = 1000;
        torch.Tensor Run() => LinearCrossEntropy.Run(hidden, weight, bias, targets);
        torch.Tensor[] expected;
        using (Kernels.Plain())
            expected = Kernels.ValueAndGradients(Run, hidden, weight, bias);
        using var kernels = Kernels.Fused(path, precision);

        var actual = Kernels.ValueAndGradients(Run, hidden, weight, bias);

        foreach (var (i, (plain, fused)) in expected.Zip(actual).Index())
            Kernels.AssertClose(plain, fused, precision, $"tensor {i}");
    }

    [Fact]
    public void A_target_or_a_position_that_is_none_is_refused()
    {
        var (hidden, weight, bias, _) = Inputs(2);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => LinearCrossEntropy.Run(hidden, weight, bias, torch.tensor(new long[] { 0, 13 })));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => LinearCrossEntropy.Run(hidden, weight, bias, torch.tensor(new long[] { 0 }), torch.tensor(new long[] { 2 })));
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
        using var kernels = Kernels.Plain();
        var (hidden, weight, bias, targets) = Inputs(tokens);
        Parameter[] parameters = [hidden, weight, bias];
        (LinearCrossEntropy.Plain(hidden, weight, bias, targets) * weights).sum().backward();
        var expected = parameters.Select(parameter => parameter.grad!.clone()).ToArray();
        foreach (var time in Enum.GetValues<GradientTime>())
        {
            foreach (var parameter in parameters)
                parameter.grad = null;

            var losses = LinearCrossEntropy.Run(hidden, weight, bias, targets, gradients: time);
            (losses * weights).sum().backward();

            Assert.True(losses.allclose(LinearCrossEntropy.Plain(hidden, weight, bias, targets), rtol: 1e-5, atol: 1e-5));
            foreach (var (parameter, gradient) in parameters.Zip(expected))
                Assert.True(parameter.grad!.allclose(gradient, rtol: 1e-4, atol: 1e-5), $"a gradient made {time} differs");
        }
    }

    /// <summary>Every third position is no token, as padding is none.</summary>
    private static void CompareKernels(string path, Precision precision, int tokens, int size, int words, bool areEqual, GradientTime time)
    {
        using var scope = torch.NewDisposeScope();
        var (hidden, weight, bias, targets) = Inputs(tokens, size, words);
        var positions = torch.tensor(Enumerable.Range(0, tokens).Where(i => i % 3 != 1).Select(i => (long)i).ToArray());
        var weights = areEqual ? torch.ones(positions.shape[0]).Times(0.3) : torch.rand(positions.shape[0]);
        torch.Tensor Run() => LinearCrossEntropy.Run(hidden, weight, bias, targets.index_select(0, positions), positions, time) * weights;
        torch.Tensor[] Measure()
        {
            foreach (var parameter in new[] { hidden, weight, bias })
                parameter.grad = null;
            var losses = Run();
            losses.sum().backward();
            return [losses.detach(), hidden.grad!.clone(), weight.grad!.clone(), bias.grad!.clone()];
        }

        torch.Tensor[] expected;
        using (Kernels.Plain())
            expected = Measure();
        using var kernels = Kernels.Fused(path, precision);

        var actual = Measure();

        foreach (var (i, (plain, fused)) in expected.Zip(actual).Index())
            Kernels.AssertClose(plain, fused, precision, $"{tokens} tokens, {words} words, equal weights {areEqual}, gradients {time}, tensor {i}");
    }

    private static (Parameter Hidden, Parameter Weight, Parameter Bias, torch.Tensor Targets) Inputs(
        int tokens, int hidden = 5, int words = 13)
    {
        torch.random.manual_seed(tokens);
        return (
            new Parameter(torch.randn(tokens, hidden)), new Parameter(torch.randn(words, hidden)),
            new Parameter(torch.randn(words)), torch.randint(0, words, [tokens]));
    }
}
