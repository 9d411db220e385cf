using TorchSharp;

namespace TextVae.Exporting;

/// <summary>What graphs of several kinds have in them.</summary>
internal static class GraphParts
{
    /// <summary>A linear map of [rows, inputs]: W x + b, or W x alone.</summary>
    public static string Linear(this OnnxGraph graph, string input, string weight, string? bias = null) => graph.Apply(
        "Gemm", bias is null ? [input, weight] : [input, weight, bias], OnnxAttribute.Of("transB", 1));

    /// <summary>The linear map of a layer with a weight and a bias.</summary>
    public static string Layer(this OnnxGraph graph, ModelWeights weights, string input, string name) => graph.Linear(
        input, graph.Weight($"{name}.weight", weights[$"{name}.weight"]), graph.Weight($"{name}.bias", weights[$"{name}.bias"]));

    /// <summary>The rows of a table that whole numbers name.</summary>
    public static string Rows(this OnnxGraph graph, string table, string rows) =>
        graph.Apply("Gather", [table, rows], OnnxAttribute.Of("axis", 0));

    /// <summary>Several values side by side along a dimension.</summary>
    public static string Together(this OnnxGraph graph, int axis, params string[] values) =>
        values.Length == 1 ? values[0] : graph.Apply("Concat", values, OnnxAttribute.Of("axis", axis));

    /// <summary>A value with a dimension of 1 more.</summary>
    public static string Unsqueeze(this OnnxGraph graph, string value, long axis) =>
        graph.Apply("Unsqueeze", [value, graph.Wholes(axis)]);

    /// <summary>A value with its dimensions in another order.</summary>
    public static string Transpose(this OnnxGraph graph, string value, params long[] order) =>
        graph.Apply("Transpose", [value], OnnxAttribute.Of("perm", order));

    /// <summary>A value in another shape; 0 keeps a dimension, −1 takes what is left.</summary>
    public static string Reshape(this OnnxGraph graph, string value, params long[] shape) =>
        graph.Apply("Reshape", [value, graph.Wholes(shape)]);

    /// <summary>The gates of a tensor, which stand one after the other along its first dimension, in another order.</summary>
    public static torch.Tensor Gates(torch.Tensor values, params int[] order) =>
        torch.cat([.. order.Select(gate => values.chunk(order.Length)[gate])]);
}
