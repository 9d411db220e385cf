using Microsoft.ML.OnnxRuntime;

namespace TextVae.Onnx;

/// <summary>Values that go into a graph, by name. Those made here are disposed with it.</summary>
internal sealed class GraphInputs : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = [];
    private readonly List<OrtValue> _own = [];

    public IReadOnlyDictionary<string, OrtValue> Values => _values;

    /// <summary>Adds a value of another run, which the caller disposes.</summary>
    public void Add(string name, OrtValue value) => _values.Add(name, value);

    /// <summary>Adds numbers in the order of their shape.</summary>
    public void Add<T>(string name, T[] data, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(data, shape.ToArray());
        _own.Add(value);
        _values.Add(name, value);
    }

    public void Dispose()
    {
        foreach (var value in _own)
            value.Dispose();
    }
}
