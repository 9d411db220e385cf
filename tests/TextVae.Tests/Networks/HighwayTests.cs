using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class HighwayTests
{
    [Theory]
    [InlineData(-100)]
    [InlineData(100)]
    public void The_gate_chooses_between_the_input_and_its_transform(double gateBias)
    {
        torch.random.manual_seed(1);
        using var quiet = torch.no_grad();
        using var highway = new Highway(4);
        highway.get_parameter("gate.bias")!.FillInPlace(gateBias);
        var x = torch.randn(3, 4);

        var y = highway.Forward(x);

        var transform = torch.nn.functional
            .linear(x, highway.get_parameter("transform.weight")!, highway.get_parameter("transform.bias")!)
            .Elu();
        Assert.True(y.allclose(gateBias < 0 ? x : transform, atol: 1e-6));
    }
}
