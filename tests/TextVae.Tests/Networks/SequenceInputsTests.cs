using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class SequenceInputsTests
{
    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void States_without_their_padding_are_read_as_with_it(CellKind cell)
    {
        torch.random.manual_seed(5);
        using var layers = new BidirectionalRecurrence(cell, 4, 3);
        using var batch = Batch.Of(Tiny.Sentences);
        var states = torch.randn([batch.Time, batch.Size, 4], requires_grad: true);
        var weights = torch.randn(batch.Time, batch.Size, 6);
        (torch.Tensor Result, float[] Gradient) Read(SequenceInputs inputs)
        {
            states.grad = null;
            var result = layers.Forward(inputs);
            (result * weights).sum().backward();
            return (result, Tiny.Floats(states.grad!));
        }

        var (whole, ofWhole) = Read(SequenceInputs.OfSteps(states, batch.Lengths));
        var packed = SequenceInputs.OfStates(states, batch.Lengths);
        var (real, ofReal) = Read(packed);

        Assert.Equal((batch.Tokens, batch.Time), (packed.Vectors.shape[0], packed.Time));
        Assert.True(real.allclose(whole, rtol: 1e-5, atol: 1e-6));
        Assert.All(ofReal.Zip(ofWhole), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }
}
