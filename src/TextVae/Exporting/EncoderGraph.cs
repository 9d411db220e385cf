using TextVae.Models;
using TextVae.Networks;

namespace TextVae.Exporting;

/// <summary>q(z|x): words to μ and ln σ². Time comes first inside, as in <see cref="Models.Encoder"/>, whose steps these are.</summary>
internal sealed class EncoderGraph
{
    private const string Name = "encoder";

    private readonly OnnxGraph _graph = new(Name);
    private readonly ModelOptions _options;
    private readonly ModelWeights _weights;
    private readonly string _lengths;
    private readonly string _vectors;
    private readonly string _time;
    private readonly string _mask;
    private readonly string? _label;

    private EncoderGraph(ModelOptions options, ModelWeights weights)
    {
        (_options, _weights) = (options, weights);
        var words = _graph.WholeInput(OnnxFolder.Words, "batch", "time");
        _lengths = _graph.WholeInput(OnnxFolder.Lengths, "batch");
        var label = options.LabelEmbedding > 0 ? _graph.WholeInput(OnnxFolder.Label, "batch") : null;
        var ids = _graph.Transpose(words, 1, 0);
        _vectors = _graph.Rows(_graph.Weight("embedding.weight", weights["embedding.weight"]), ids);
        _time = _graph.Rows(_graph.Apply("Shape", [ids]), _graph.Wholes(0));
        _mask = Mask();
        _label = label is null
            ? null
            : _graph.Rows(_graph.Weight("label_embedding.weight", weights["label_embedding.weight"]), label);
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="options">The parts of an autoencoder.</param>
    /// <param name="weights">Its parameters and running statistics.</param>
    /// <exception cref="TextVaeException">The model has a part that there is no graph for.</exception>
    public static OnnxGraph Of(ModelOptions options, ModelWeights weights)
    {
        var encoder = new EncoderGraph(options, weights);
        var summary = encoder.Summarized();
        var graph = encoder._graph;
        var mu = encoder.Mean(graph.Layer(weights, summary, $"{Name}.mu"));
        var logVariance = encoder.LogVariance(graph.Layer(weights, summary, $"{Name}.log_variance"));
        graph.Output(OnnxFolder.Mu, mu, "batch", options.Latent);
        graph.Output(OnnxFolder.LogVariance, logVariance, "batch", options.Latent);
        return graph;
    }

    /// <summary>Where the words are, bool [time, batch, 1].</summary>
    private string Mask()
    {
        var positions = _graph.Apply("Range", [_graph.Whole(0), _graph.Apply("Squeeze", [_time]), _graph.Whole(1)]);
        var real = _graph.Apply("Less", [_graph.Unsqueeze(positions, 1), _graph.Unsqueeze(_lengths, 0)]);
        return _graph.Unsqueeze(real, 2);
    }

    private string Summarized()
    {
        var (states, last) = _options.Encoder switch
        {
            EncoderKind.Bidirectional or EncoderKind.Unidirectional => Recurrences(),
            EncoderKind.Convolutional => (Convolutions(), null),
            _ => throw GraphKind.Unknown("encoder", _options.Encoder),
        };
        return _options.Summary switch
        {
            SummaryKind.Mean => Mean(),
            SummaryKind.Last when last is not null => last,
            SummaryKind.Attention => Attention(states),
            SummaryKind.Max => _graph.Apply(
                "ReduceMax", [Hidden(states)], OnnxAttribute.Of("axes", [0]), OnnxAttribute.Of("keepdims", 0)),
            _ => throw GraphKind.Unknown("summary", _options.Summary),
        };

        string Mean() => _graph.Apply(
            "Div", [Sum(Masked(states)), _graph.Unsqueeze(_graph.Apply("Cast", [_lengths], OnnxAttribute.Of("to", 1)), 1)]);
    }

    /// <summary>The states of the last layer, [time, batch, hidden], and its final ones, [batch, hidden].</summary>
    private (string States, string Last) Recurrences()
    {
        string[] directions = _options.Encoder == EncoderKind.Bidirectional ? [".forward", ".backward"] : [""];
        var lengths = _graph.Apply("Cast", [_lengths], OnnxAttribute.Of("to", 6));
        var (states, last) = (Labelled(), "");
        for (var layer = 0; layer < _options.Layers; layer++)
        {
            var name = $"{Name}.{LayerName.Of("recurrence", layer)}";
            (states, last) = RecurrenceNode.Add(
                _graph, _weights, _options.Cell, [.. directions.Select(direction => name + direction)],
                _options.Hidden / directions.Length, states, lengths);
        }

        return (states, last);
    }

    /// <summary>Windows of words, one convolution upon the other; [time, batch, hidden].</summary>
    private string Convolutions()
    {
        var steps = Labelled();
        foreach (var (layer, width) in ConvolutionStack.Widths.Index())
        {
            var name = $"{Name}.convolutions.{layer}";
            if (layer > 0)
                steps = _graph.Apply("Elu", [steps]);
            var weight = _weights[$"{name}.weight"];
            var windows = weight.view(weight.shape[0], width, -1).transpose(1, 2);
            var convolved = _graph.Apply(
                "Conv",
                [
                    _graph.Transpose(Masked(steps), 1, 2, 0), _graph.Weight($"{name}.weight", windows),
                    _graph.Weight($"{name}.bias", _weights[$"{name}.bias"]),
                ],
                OnnxAttribute.Of("kernel_shape", [width]), OnnxAttribute.Of("pads", [width / 2, width / 2]));
            steps = _graph.Transpose(convolved, 2, 0, 1);
        }

        return Masked(steps);
    }

    /// <summary>The word vectors, with the label's beside each.</summary>
    private string Labelled()
    {
        if (_label is null)
            return _vectors;
        var everywhere = _graph.Apply(
            "Expand", [_graph.Unsqueeze(_label, 0), _graph.Together(0, _time, _graph.Wholes(1, 1))]);
        return _graph.Together(2, _vectors, everywhere);
    }

    private string Attention(string states)
    {
        string Scores(string values, string called) => _graph.Apply(
            "MatMul", [values, _graph.Weight(called, _weights[called].transpose(0, 1))]);

        if (!Enum.IsDefined(_options.Attention))
            throw GraphKind.Unknown("attention", _options.Attention);
        var scores = _graph.Apply(
            "Add", [Scores(_vectors, $"{Name}.attention.weight_input"), Scores(states, $"{Name}.attention.weight_state")]);
        var shares = _graph.Apply("Softmax", [Hidden(scores)], OnnxAttribute.Of("axis", 0));
        return Sum(_graph.Apply("Mul", [shares, states]));
    }

    /// <summary>Zeros at padding.</summary>
    private string Masked(string values) => _graph.Apply("Where", [_mask, values, _graph.Number(0)]);

    /// <summary>−∞ at padding.</summary>
    private string Hidden(string values) => _graph.Apply("Where", [_mask, values, _graph.Number(float.NegativeInfinity)]);

    /// <summary>The sum over time.</summary>
    private string Sum(string values) => _graph.Apply("ReduceSum", [values, _graph.Wholes(0)], OnnxAttribute.Of("keepdims", 0));

    private string Mean(string mu)
    {
        if (_options.Posterior != PosteriorKind.BatchNorm)
            return mu;
        var name = $"{Name}.normalization";
        var mean = _weights[$"{name}.running_mean"];
        var scale = BatchNormalization.Scale(_weights[$"{name}.running_variance"], _options.PosteriorScale);
        var centred = _graph.Apply("Sub", [mu, _graph.Weight("normalization.mean", mean)]);
        var scaled = _graph.Apply("Mul", [centred, _graph.Weight("normalization.scale", scale)]);
        return _graph.Apply("Add", [scaled, _graph.Weight("normalization.shift", _weights[$"{name}.shift"])]);
    }

    private string LogVariance(string values)
    {
        switch (_options.Posterior)
        {
            case PosteriorKind.Gaussian or PosteriorKind.BatchNorm:
                return values;
            case PosteriorKind.Delta:
                // ln s − ln(1 + e^−x), as CommittedRate has it.
                var softplus = _graph.Apply("Softplus", [_graph.Apply("Neg", [values])]);
                var largest = CommittedRate.LargestLogVariance(_options.Delta / _options.Latent);
                return _graph.Apply("Sub", [_graph.Number((float)largest), softplus]);
            default:
                throw GraphKind.Unknown("posterior", _options.Posterior);
        }
    }
}
