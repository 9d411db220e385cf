using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class GruLayerTests
{
    [Fact]
    public void It_computes_what_libtorch_computes()
    {
        torch.random.manual_seed(1);
        using var layer = new GruLayer(5, 6);
        using var reference = torch.nn.GRU(5, 6);
        using var quiet = torch.no_grad();
        foreach (var (name, ours) in new[]
        {
            ("weight_ih_l0", layer.WeightInput), ("weight_hh_l0", layer.WeightHidden),
            ("bias_ih_l0", layer.BiasInput), ("bias_hh_l0", layer.BiasHidden),
        })
        {
            reference.get_parameter(name)!.copy_(ours);
        }

        var inputs = torch.randn(9, 3, 5);
        var initial = torch.randn(3, 6);

        var states = layer.Forward(SequenceInputs.OfSteps(inputs), initial);

        var (expected, _) = reference.call(inputs, initial.unsqueeze(0));
        Assert.True(states.allclose(expected, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void A_context_is_an_input_that_stays_the_same()
    {
        torch.random.manual_seed(2);
        using var layer = new GruLayer(4, 6, context: 3);
        using var joined = new GruLayer(7, 6);
        using var quiet = torch.no_grad();
        foreach (var (name, parameter) in layer.named_parameters())
            joined.get_parameter(name)!.copy_(parameter);
        var inputs = torch.randn(5, 2, 4);
        var context = torch.randn(2, 3);

        var states = layer.Forward(SequenceInputs.OfSteps(inputs), context: context);

        var expected = joined.Forward(SequenceInputs.OfSteps(torch.cat([inputs, context.unsqueeze(0).expand(5, 2, 3)], 2)));
        Assert.True(states.allclose(expected, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Steps_one_by_one_are_the_whole_run()
    {
        torch.random.manual_seed(3);
        using var layer = new GruLayer(4, 6, context: 3);
        var inputs = torch.randn(7, 2, 4);
        var context = torch.randn(2, 3);
        var state = torch.zeros(2, 6);
        var whole = layer.Forward(SequenceInputs.OfSteps(inputs), context: context);

        for (var t = 0; t < 7; t++)
        {
            state = layer.Step(inputs[t], state, context);
            Assert.True(state.allclose(whole[t], rtol: 1e-5, atol: 1e-6));
        }
    }

    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        torch.random.manual_seed(4);
        using var layer = new GruLayer(3, 4, context: 2);
        var inputs = torch.randn(5, 2, 3);
        var context = torch.randn(2, 2);
        var weights = torch.randn(5, 2, 4);

        GradientCheck.Check(layer.named_parameters(), () => (layer.Forward(SequenceInputs.OfSteps(inputs), context: context) * weights).sum());
    }
}
