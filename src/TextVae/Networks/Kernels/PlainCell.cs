using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>One step of a recurrence in torch operations: <see cref="CellKind"/>'s equations as they stand there.</summary>
internal static class PlainCell
{
    /// <summary>The next state.</summary>
    /// <param name="cell">Which equations.</param>
    /// <param name="gateInputs">W x with its bias, [batch, gates · hidden].</param>
    /// <param name="state">The state so far.</param>
    /// <param name="weightHidden">U, [gates · hidden, hidden].</param>
    /// <param name="biasHidden">[gates · hidden].</param>
    public static RecurrentState Step(
        CellKind cell, torch.Tensor gateInputs, RecurrentState state, torch.Tensor weightHidden, torch.Tensor biasHidden)
    {
        var products = torch.nn.functional.linear(state.Hidden, weightHidden, biasHidden);
        return cell switch
        {
            CellKind.Gru => Gru(gateInputs.chunk(3, 1), products.chunk(3, 1), state),
            CellKind.Lstm => Lstm(gateInputs.Plus(products).chunk(4, 1), state),
            _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, message: null),
        };
    }

    private static RecurrentState Gru(torch.Tensor[] inputs, torch.Tensor[] products, RecurrentState state)
    {
        var reset = inputs[0].Plus(products[0]).sigmoid();
        var update = inputs[1].Plus(products[1]).sigmoid();
        var candidate = inputs[2].Plus(reset * products[2]).tanh();
        return new RecurrentState(candidate.Plus(update * (state.Hidden - candidate)), Cell: null);
    }

    private static RecurrentState Lstm(torch.Tensor[] gates, RecurrentState state)
    {
        var (input, forget, candidate, output) = (gates[0].sigmoid(), gates[1].sigmoid(), gates[2].tanh(), gates[3].sigmoid());
        var cell = (forget * state.Cell!).Plus(input * candidate);
        return new RecurrentState(output * cell.tanh(), cell);
    }
}
