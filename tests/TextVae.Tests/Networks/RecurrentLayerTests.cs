using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class RecurrentLayerTests
{
    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_context_is_an_input_that_stays_the_same(CellKind cell)
    {
        torch.random.manual_seed(2);
        using var layer = new RecurrentLayer(cell, 4, 6, context: 3);
        using var joined = new RecurrentLayer(cell, 7, 6);
        using var quiet = torch.no_grad();
        foreach (var (name, parameter) in layer.named_parameters())
            joined.get_parameter(name)!.copy_(parameter);
        var inputs = torch.randn(5, 2, 4);
        var context = torch.randn(2, 3);

        var states = layer.Forward(SequenceInputs.OfSteps(inputs), context: context);

        var expected = joined.Forward(SequenceInputs.OfSteps(torch.cat([inputs, context.unsqueeze(0).expand(5, 2, 3)], 2)));
        Assert.True(states.allclose(expected, rtol: 1e-5, atol: 1e-6));
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Steps_one_by_one_are_the_whole_run(CellKind cell)
    {
        torch.random.manual_seed(3);
        using var layer = new RecurrentLayer(cell, 4, 6, context: 3);
        var inputs = torch.randn(7, 2, 4);
        var context = torch.randn(2, 3);
        var state = layer.Start(2);
        var whole = layer.Forward(SequenceInputs.OfSteps(inputs), context: context);

        for (var t = 0; t < 7; t++)
        {
            state = layer.Step(inputs[t], state, context);
            Assert.True(state.Hidden.allclose(whole[t], rtol: 1e-5, atol: 1e-6));
        }
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Gradients_agree_with_finite_differences(CellKind cell)
    {
        using var precise = new DoublePrecision();
        torch.random.manual_seed(4);
        using var layer = new RecurrentLayer(cell, 3, 4, context: 2);
        var inputs = torch.randn(5, 2, 3);
        var context = torch.randn(2, 2);
        var weights = torch.randn(5, 2, 4);

        GradientCheck.Check(layer.named_parameters(), () => (layer.Forward(SequenceInputs.OfSteps(inputs), context: context) * weights).sum());
    }

    [Fact]
    public void Only_the_forget_gate_of_an_lstm_starts_with_a_bias_of_one()
    {
        using var layer = new RecurrentLayer(CellKind.Lstm, 3, 16);
        var bias = Tiny.Floats(layer.BiasInput);

        Assert.All(bias[16..32], number => Assert.Equal(1, number));
        Assert.All([.. bias[..16], .. bias[32..], .. Tiny.Floats(layer.BiasHidden)], number => Assert.InRange(number, -0.25f, 0.25f));
    }

    [Theory]
    [InlineData(CellKind.Gru, CellKind.Lstm)]
    [InlineData(CellKind.Lstm, CellKind.Gru)]
    public void The_state_of_another_cell_is_refused(CellKind cell, CellKind other)
    {
        using var layer = new RecurrentLayer(cell, 3, 4);
        using var foreign = new RecurrentLayer(other, 3, 4);
        var words = SequenceInputs.OfSteps(torch.randn(5, 2, 3));

        var ofForward = Assert.Throws<ArgumentException>(() => layer.Forward(words, foreign.Start(2)));
        var ofStep = Assert.Throws<ArgumentException>(() => layer.Step(torch.randn(2, 3), foreign.Start(2)));

        Assert.Equal($"The state is not that of a layer with the cell {cell}. (Parameter 'state')", ofForward.Message);
        Assert.Equal(ofForward.Message, ofStep.Message);
    }

    [Fact]
    public void A_state_or_a_context_of_another_batch_is_refused()
    {
        using var layer = new RecurrentLayer(CellKind.Lstm, 3, 4, context: 2);
        var words = SequenceInputs.OfSteps(torch.randn(5, 2, 3));

        var ofState = Assert.Throws<ArgumentException>(() => layer.Forward(words, layer.Start(1), torch.randn(2, 2)));
        var ofContext = Assert.Throws<ArgumentException>(() => layer.Forward(words, layer.Start(2), torch.randn(1, 2)));
        var ofNothing = Assert.Throws<ArgumentException>(() => layer.Forward(words));

        Assert.Equal("A tensor of [2, 4] is wanted, and this is one of [1, 4]. (Parameter 'state')", ofState.Message);
        Assert.Equal("A tensor of [2, 2] is wanted, and this is one of [1, 2]. (Parameter 'context')", ofContext.Message);
        Assert.Equal("This layer wants a context of 2 features. (Parameter 'context')", ofNothing.Message);
    }
}
