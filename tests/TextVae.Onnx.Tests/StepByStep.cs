using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using TextVae.Models;
using TextVae.Runs;
using TextVae.Tests;
using TorchSharp;

namespace TextVae.Onnx.Tests;

/// <summary>
/// Three texts that both go on word by word: the decoder of libtorch, and the exported graphs used as `docs/formats.md` tells.
/// </summary>
internal sealed class StepByStep : IDisposable
{
    private readonly TrainedModel _trained;
    private readonly InferenceSession _step;
    private readonly string[] _states;
    private readonly torch.Tensor? _z;
    private DecoderState _state;
    private readonly Dictionary<string, (float[] Values, long[] Shape)> _exported = [];

    public StepByStep(ExportedModel model)
    {
        const int count = 3;
        _trained = model.Trained;
        using var quiet = torch.no_grad();
        torch.random.manual_seed(8);
        _z = _trained.Model is VariationalAutoencoder ? torch.randn(count, _trained.Model.Options.Latent) : null;
        int[]? labels = _trained.Labels.Count > 0 ? [2, 0, 1] : null;
        _state = _trained.Model.Start(count, _z, labels);
        _step = new InferenceSession(Path.Combine(model.Path, "decoder.onnx"));
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(model.Path, "config.json")));
        var states = config.RootElement.GetProperty("states").EnumerateArray()
            .Select(state => (Name: state.GetProperty("name").GetString()!, Features: state.GetProperty("features").GetInt32())).ToArray();
        _states = [.. states.Select(state => state.Name)];
        foreach (var (name, features) in states)
            _exported[name] = (new float[count * features], [count, features]);
        Start(Path.Combine(model.Path, "decoder_start.onnx"), labels);
    }

    /// <summary>One step of both: ln p of every next word of each text.</summary>
    public (float[] Expected, float[] Found) Step(int[] rows, int[] words)
    {
        using var quiet = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var before = _state.Select(torch.tensor(Array.ConvertAll(rows, row => (long)row)));
        var vectors = _trained.Model.Embedding.weight!.index_select(0, torch.tensor(Array.ConvertAll(words, word => (long)word)));
        var next = _trained.Model.Decoder.Step(vectors, before);
        var expected = Tiny.Floats(_trained.Model.Output.LogProbabilities(next.State));
        _state.Dispose();
        _state = next.DetachFromScope();

        var inputs = _exported.ToDictionary(state => state.Key, state => OrtValue.CreateTensorValueFromMemory(state.Value.Values, state.Value.Shape));
        inputs["word"] = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(words, word => (long)word), [words.Length]);
        inputs["rows"] = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(rows, row => (long)row), [rows.Length]);
        var results = Run(_step, inputs);
        foreach (var state in _states)
            _exported[state] = results[$"next_{state}"];
        return (expected, results["log_probabilities"].Values);
    }

    public void Dispose()
    {
        _step.Dispose();
        _state.Dispose();
        _z?.Dispose();
    }

    private void Start(string path, int[]? labels)
    {
        var inputs = new Dictionary<string, OrtValue>();
        if (_z is not null)
            inputs["z"] = OrtValue.CreateTensorValueFromMemory(Tiny.Floats(_z), _z.shape);
        if (labels is not null)
            inputs["label"] = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(labels, label => (long)label), [labels.Length]);
        Assert.Equal(inputs.Count > 0, File.Exists(path));
        if (inputs.Count == 0)
            return;
        using var session = new InferenceSession(path);
        foreach (var (name, value) in Run(session, inputs))
            _exported[name] = value;
    }

    private static Dictionary<string, (float[] Values, long[] Shape)> Run(InferenceSession session, Dictionary<string, OrtValue> inputs)
    {
        using var options = new RunOptions();
        using var results = session.Run(options, inputs, session.OutputNames);
        foreach (var input in inputs.Values)
            input.Dispose();
        return session.OutputNames.Zip(results).ToDictionary(
            result => result.First,
            result => (result.Second.GetTensorDataAsSpan<float>().ToArray(), result.Second.GetTensorTypeAndShape().Shape));
    }
}
