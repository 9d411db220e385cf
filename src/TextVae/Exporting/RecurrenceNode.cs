using TextVae.Networks;
using TorchSharp;

namespace TextVae.Exporting;

/// <summary>
/// A whole recurrence as one operator of ONNX. Its gates stand in another order than ours: the update gate before the reset gate
/// of a GRU, and input, output, forget and candidate of an LSTM. The reset gate meets U h with its bias, which is
/// <c>linear_before_reset</c>.
/// </summary>
internal static class RecurrenceNode
{
    /// <summary>Adds one layer of one direction or of two.</summary>
    /// <param name="graph">Where it goes.</param>
    /// <param name="weights">What its weights are taken from.</param>
    /// <param name="cell">What happens at a step.</param>
    /// <param name="directions">The names of its directions, the forward one first.</param>
    /// <param name="hidden">Features of a direction's state.</param>
    /// <param name="steps">What it reads, [time, batch, inputs].</param>
    /// <param name="lengths">Positions of each text, int32 [batch].</param>
    /// <returns>Its states, [time, batch, directions · hidden], and the final ones, [batch, directions · hidden].</returns>
    public static (string States, string Last) Add(
        OnnxGraph graph, ModelWeights weights, CellKind cell, string[] directions, int hidden, string steps, string lengths)
    {
        var (operation, order) = cell switch
        {
            CellKind.Gru => ("GRU", (int[])[1, 0, 2]),
            CellKind.Lstm => ("LSTM", [0, 3, 1, 2]),
            _ => throw GraphKind.Unknown("cell", cell),
        };
        torch.Tensor Gates(string name) => GraphParts.Gates(weights[name], order);
        string Stacked(string called, Func<string, torch.Tensor> ofDirection) =>
            graph.Weight($"{directions[0]}.{called}", torch.stack([.. directions.Select(ofDirection)]));

        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Of("hidden_size", hidden), OnnxAttribute.Of("direction", directions.Length == 2 ? "bidirectional" : "forward"),
        ];
        if (cell == CellKind.Gru)
            attributes.Add(OnnxAttribute.Of("linear_before_reset", 1));
        var results = graph.ApplyFor(
            operation,
            2,
            [
                steps,
                Stacked("weight_input", name => Gates($"{name}.weight_input")),
                Stacked("weight_hidden", name => Gates($"{name}.weight_hidden")),
                Stacked("bias", name => torch.cat([Gates($"{name}.bias_input"), Gates($"{name}.bias_hidden")])),
                lengths,
            ],
            [.. attributes]);
        // [time, directions, batch, hidden] and [directions, batch, hidden].
        return (
            graph.Reshape(graph.Transpose(results[0], 0, 2, 1, 3), 0, 0, -1),
            graph.Reshape(graph.Transpose(results[1], 1, 0, 2), 0, -1));
    }
}
