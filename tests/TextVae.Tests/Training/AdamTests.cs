using TextVae.Training;
using TorchSharp;
using TorchSharp.Modules;
using Adam = TextVae.Training.Adam;

namespace TextVae.Tests.Training;

public sealed class AdamTests
{
    [Fact]
    public void It_moves_as_the_optimiser_of_libtorch_does()
    {
        torch.random.manual_seed(1);
        using var ours = new TextVae.Networks.Linear(7, 5);
        using var theirs = new TextVae.Networks.Linear(7, 5);
        using (torch.no_grad())
        {
            foreach (var (name, parameter) in ours.named_parameters())
                theirs.get_parameter(name)!.copy_(parameter);
        }

        using var adam = new Adam(ours);
        using var reference = torch.optim.Adam(theirs.parameters(), lr: 0.01);
        for (var step = 0; step < 20; step++)
        {
            var x = torch.randn(3, 7);
            foreach (var module in new[] { ours, theirs })
            {
                module.zero_grad();
                module.Forward(x).square().sum().backward();
            }

            adam.Step(0.01);
            reference.step();
        }

        foreach (var (name, parameter) in ours.named_parameters())
            Assert.True(parameter.allclose(theirs.get_parameter(name)!, rtol: 1e-4, atol: 1e-5), name);
    }

    [Fact]
    public void A_gradient_is_multiplied_by_the_factor_before_anything_else()
    {
        using var halved = new TextVae.Networks.Linear(1, 1);
        using var adam = new Adam(halved);
        SetGradients(halved, 2);

        adam.Step(0.1, gradientFactor: 0.5);

        Assert.Equal([0.1f, 0.1f], adam.State.Where(s => s.Name.StartsWith("first.", StringComparison.Ordinal))
            .Select(s => s.Tensor.sum().ToSingle()), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_norm_is_that_of_all_gradients_together()
    {
        using var layer = new TextVae.Networks.Linear(3, 1);
        SetGradients(layer, 2);

        Assert.Equal(4, Gradients.Norm(layer.parameters().Cast<Parameter>()), 1e-6);
        Assert.Equal(0.5, Gradients.ClipFactor(4, 2));
        Assert.Equal(1, Gradients.ClipFactor(4, 5));
        Assert.Equal(1, Gradients.ClipFactor(4, 0));
    }

    private static void SetGradients(torch.nn.Module module, float value)
    {
        foreach (var parameter in module.parameters())
            parameter.grad = torch.full(parameter.shape, value);
    }
}
