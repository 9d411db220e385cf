namespace TextVae.Exporting;

/// <summary>One step of a recurrence, as <see cref="Networks.CellKind"/> has it, from W x and U h with their biases.</summary>
internal static class CellNodes
{
    /// <summary>h' of a GRU.</summary>
    public static string Gru(OnnxGraph graph, string ofInput, string ofState, string hidden)
    {
        var (x, u) = (Gates(graph, 3, ofInput), Gates(graph, 3, ofState));
        var reset = graph.Apply("Sigmoid", [graph.Apply("Add", [x[0], u[0]])]);
        var update = graph.Apply("Sigmoid", [graph.Apply("Add", [x[1], u[1]])]);
        var candidate = graph.Apply("Tanh", [graph.Apply("Add", [x[2], graph.Apply("Mul", [reset, u[2]])])]);
        // (1 − u) ⊙ n + u ⊙ h
        var kept = graph.Apply("Mul", [update, graph.Apply("Sub", [hidden, candidate])]);
        return graph.Apply("Add", [candidate, kept]);
    }

    /// <summary>h' and c' of an LSTM.</summary>
    public static (string Hidden, string Cell) Lstm(OnnxGraph graph, string ofInput, string ofState, string cell)
    {
        var gates = Gates(graph, 4, graph.Apply("Add", [ofInput, ofState]));
        string Sigmoid(int gate) => graph.Apply("Sigmoid", [gates[gate]]);
        var kept = graph.Apply("Mul", [Sigmoid(1), cell]);
        var added = graph.Apply("Mul", [Sigmoid(0), graph.Apply("Tanh", [gates[2]])]);
        var next = graph.Apply("Add", [kept, added]);
        return (graph.Apply("Mul", [Sigmoid(3), graph.Apply("Tanh", [next])]), next);
    }

    private static string[] Gates(OnnxGraph graph, int count, string all) =>
        graph.ApplyFor("Split", count, [all], OnnxAttribute.Of("axis", 1));
}
