using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class LayerNormalizationTests
{
    [Fact]
    public void Each_position_has_its_own_mean_and_variance()
    {
        using var precise = new DoublePrecision();
        using var quiet = torch.no_grad();
        torch.random.manual_seed(1);
        using var layer = new LayerNormalization(5);
        var values = torch.randn(3, 2, 5).Times(10).Plus(4);

        var result = layer.Forward(values);

        Assert.True(result.mean([2L]).allclose(torch.zeros(3, 2), rtol: 0, atol: 1e-9));
        Assert.True(result.var(2, unbiased: false).allclose(torch.ones(3, 2), rtol: 1e-4, atol: 0));
        Assert.True(layer.Forward(values[1]).allclose(result[1]));
    }

    [Fact]
    public void Features_are_scaled_and_shifted_afterwards()
    {
        using var precise = new DoublePrecision();
        using var quiet = torch.no_grad();
        using var layer = new LayerNormalization(2);
        layer.get_parameter("weight")!.copy_(torch.tensor(new[] { 3.0, 5.0 }));
        layer.get_parameter("bias")!.copy_(torch.tensor(new[] { 10.0, 20.0 }));

        var result = layer.Forward(torch.tensor(new[] { 100.0, -100.0 }, [1, 2]));

        Assert.True(result.allclose(torch.tensor(new[] { 13.0, 15.0 }, [1, 2]), rtol: 1e-6, atol: 0));
    }
}
