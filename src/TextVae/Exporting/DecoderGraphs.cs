using System.Globalization;
using TextVae.Models;
using TextVae.Networks;

namespace TextVae.Exporting;

/// <summary>
/// p(x|z) as two graphs: what z and a label make of the state before the first word, and a step from one word to the next. The
/// product of z and label with the gates of the first layer is the same at every step, so it is made at the start and is part of the
/// state: <c>context</c>, and with a skip <c>skip</c>.
/// </summary>
internal sealed class DecoderGraphs
{
    private const string Name = "decoder";
    private const string Context = OnnxFolder.Context;
    private const string Skip = OnnxFolder.Skip;

    private readonly ModelOptions _options;
    private readonly ModelWeights _weights;
    private readonly int _words;
    private readonly bool _hasLatent;
    private readonly bool _hasLabel;
    private readonly int _gates;

    public DecoderGraphs(ModelOptions options, ModelWeights weights, int words)
    {
        (_options, _weights, _words) = (options, weights, words);
        (_hasLatent, _hasLabel) = (options.Kind == ModelKind.Vae, options.LabelEmbedding > 0);
        _gates = options.Cell switch
        {
            CellKind.Gru => 3,
            CellKind.Lstm => 4,
            _ => throw GraphKind.Unknown("cell", options.Cell),
        };
        HasStart = _hasLatent || _hasLabel;
    }

    /// <summary>Whether there is anything to begin from but zeros.</summary>
    public bool HasStart { get; }

    /// <summary>The parts of the state, in the order of the step's inputs.</summary>
    public IEnumerable<OnnxState> States
    {
        get
        {
            for (var layer = 0; layer < _options.Layers; layer++)
            {
                yield return new OnnxState(Numbered("hidden", layer), _options.Hidden);
                if (_options.Cell == CellKind.Lstm)
                    yield return new OnnxState(Numbered("cell", layer), _options.Hidden);
            }

            if (HasStart)
                yield return new OnnxState(Context, _gates * _options.Hidden);
            if (_options.HasSkip && _hasLatent)
                yield return new OnnxState(Skip, _options.Hidden);
        }
    }

    /// <summary>z and the label, whichever there is, to the parts of the first state that are not zeros.</summary>
    public OnnxGraph Start()
    {
        var graph = new OnnxGraph("decoder_start");
        var z = _hasLatent ? graph.Input(OnnxFolder.Z, "batch", _options.Latent) : null;
        var label = _hasLabel ? graph.WholeInput(OnnxFolder.Label, "batch") : null;
        var latent = z is null ? null : Highway(graph, z);
        var vector = label is null
            ? null
            : graph.Rows(graph.Weight("label_embedding.weight", _weights["label_embedding.weight"]), label);
        foreach (var state in States)
        {
            var value = ValueOf(state.Name);
            if (value is not null)
                graph.Output(state.Name, value, "batch", state.Features);
        }

        return graph;

        string? ValueOf(string state)
        {
            if (state == Context)
                return OfContext(graph, [.. new[] { latent, vector }.OfType<string>()]);
            if (latent is null)
                return null;
            if (state == Skip)
                return graph.Linear(latent, graph.Weight("decoder.skip", _weights["decoder.skip"]));
            // h is as bounded as any h, and c of an LSTM as little as any c.
            var (part, layer) = state.Split('_') is [var kind, var number] ? (kind, int.Parse(number, CultureInfo.InvariantCulture) - 1) : default;
            return part == "hidden"
                ? graph.Apply("Tanh", [graph.Layer(_weights, latent, $"{Name}.{LayerName.Of("first_state", layer)}")])
                : graph.Layer(_weights, latent, $"{Name}.{LayerName.Of("first_cell", layer)}");
        }
    }

    /// <summary>A word and the state before it to ln p of every next word and the state behind it.</summary>
    public OnnxGraph Step()
    {
        var graph = new OnnxGraph(Name);
        var word = graph.WholeInput(OnnxFolder.Word, "batch");
        var rows = graph.WholeInput(OnnxFolder.Rows, "batch");
        var before = States.ToDictionary(
            state => state.Name, state => graph.Rows(graph.Input(state.Name, "before", state.Features), rows));
        var table = graph.Weight("embedding.weight", _weights["embedding.weight"]);
        var (after, shown) = (new Dictionary<string, string>(before), graph.Rows(table, word));
        for (var layer = 0; layer < _options.Layers; layer++)
        {
            var (hidden, cell) = (Numbered("hidden", layer), Numbered("cell", layer));
            var name = $"{Name}.{LayerName.Of("recurrence", layer)}";
            var (ofInput, ofState) = (OfInput(graph, name, shown, layer == 0 ? before.GetValueOrDefault(Context) : null),
                graph.Linear(
                    before[hidden], graph.Weight($"{name}.weight_hidden", _weights[$"{name}.weight_hidden"]),
                    graph.Weight($"{name}.bias_hidden", _weights[$"{name}.bias_hidden"])));
            if (_options.Cell == CellKind.Gru)
                after[hidden] = CellNodes.Gru(graph, ofInput, ofState, before[hidden]);
            else
                (after[hidden], after[cell]) = CellNodes.Lstm(graph, ofInput, ofState, before[cell]);
            shown = after[hidden];
        }

        if (before.TryGetValue(Skip, out var skip))
            shown = graph.Apply("Add", [shown, skip]);
        var logits = Logits(graph, shown, table);
        graph.Output(OnnxFolder.LogProbabilities, graph.Apply("LogSoftmax", [logits], OnnxAttribute.Of("axis", 1)), "batch", _words);
        foreach (var state in States)
            graph.Output(OnnxFolder.Next(state.Name), after[state.Name], "batch", state.Features);
        return graph;
    }

    private static string Numbered(string part, int layer) => string.Create(CultureInfo.InvariantCulture, $"{part}_{layer + 1}");

    private string Highway(OnnxGraph graph, string z)
    {
        var gate = graph.Apply("Sigmoid", [graph.Layer(_weights, z, $"{Name}.highway.gate")]);
        var transform = graph.Apply("Elu", [graph.Layer(_weights, z, $"{Name}.highway.transform")]);
        var kept = graph.Apply("Mul", [graph.Apply("Sub", [graph.Number(1), gate]), z]);
        return graph.Apply("Add", [graph.Apply("Mul", [gate, transform]), kept]);
    }

    /// <summary>What z and label add to the gates of the first layer, with the bias beside W.</summary>
    private string OfContext(OnnxGraph graph, string[] parts)
    {
        var weight = _weights[$"{Name}.recurrence.weight_input"];
        var context = weight.narrow(1, _options.Embedding, weight.shape[1] - _options.Embedding);
        return graph.Linear(
            graph.Together(1, parts), graph.Weight("decoder.recurrence.weight_context", context),
            graph.Weight("decoder.recurrence.bias_input", _weights["decoder.recurrence.bias_input"]));
    }

    private string OfInput(OnnxGraph graph, string name, string input, string? context)
    {
        var weight = _weights[$"{name}.weight_input"];
        if (context is not null)
            return graph.Linear(input, graph.Weight($"{name}.weight_input", weight.narrow(1, 0, _options.Embedding)), context);
        return graph.Linear(
            input, graph.Weight($"{name}.weight_input", weight), graph.Weight($"{name}.bias_input", _weights[$"{name}.bias_input"]));
    }

    private string Logits(OnnxGraph graph, string states, string table)
    {
        if (!_options.IsTied)
            return graph.Layer(_weights, states, "output.linear");
        if (_weights.Has("output.map"))
            states = graph.Linear(states, graph.Weight("output.map", _weights["output.map"]));
        return graph.Linear(states, table, graph.Weight("output.bias", _weights["output.bias"]));
    }
}
