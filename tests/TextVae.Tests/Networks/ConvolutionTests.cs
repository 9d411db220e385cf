using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void It_is_the_convolution_of_libtorch(int width)
    {
        using var precise = new DoublePrecision();
        using var quiet = torch.no_grad();
        torch.random.manual_seed(1);
        using var layer = new Convolution(inputs: 2, outputs: 3, width);
        layer.Bias.copy_(torch.randn(3));
        var steps = torch.randn(4, 5, 2);

        var result = layer.Forward(steps);

        // libtorch wants [batch, features, time] and a weight of [outputs, inputs, width].
        var weight = layer.Weight.view(3, width, 2).transpose(1, 2);
        var expected = torch.nn.functional.conv1d(steps.permute(1, 2, 0), weight, layer.Bias, padding: width / 2);
        Assert.Equal([4, 5, 3], result.shape);
        Assert.True(result.allclose(expected.permute(2, 0, 1)));
    }

    [Fact]
    public void Three_layers_of_the_stack_see_eleven_words()
    {
        using var quiet = torch.no_grad();
        using var batch = Batch.Of([new int[14]]);
        torch.random.manual_seed(1);
        using var stack = new ConvolutionStack(inputs: 2, hidden: 3);
        var steps = torch.randn(15, 1, 2);
        var before = stack.Forward(SequenceInputs.OfSteps(steps), batch);
        steps[7] = steps[7].Plus(1);

        var after = stack.Forward(SequenceInputs.OfSteps(steps), batch);

        var changed = Enumerable.Range(0, 15).Where(t => !before[t].allclose(after[t])).ToArray();
        Assert.Equal(Enumerable.Range(2, 11), changed);
    }

    [Fact]
    public void A_stack_leaves_zeros_at_padding()
    {
        using var quiet = torch.no_grad();
        using var batch = Batch.Of(Tiny.Sentences);
        using var stack = new ConvolutionStack(inputs: 5, hidden: 4);
        foreach (var parameter in stack.parameters())
            parameter.AddInPlace(torch.tensor(0.5f));

        var states = stack.Forward(SequenceInputs.OfSteps(torch.randn(batch.Time, batch.Size, 5), batch.Lengths), batch);

        Assert.Equal(Tiny.Floats(batch.Mask), Tiny.Floats(states.to(torch.ScalarType.Bool).any(2).to(torch.ScalarType.Float32)));
    }
}
