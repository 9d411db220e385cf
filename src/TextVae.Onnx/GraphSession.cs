using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TextVae.Onnx.Shared;

namespace TextVae.Onnx;

/// <summary>A graph that has been loaded, and whose inputs and outputs are the ones that are wanted. Serves any number of threads.</summary>
internal sealed class GraphSession : IDisposable
{
    /// <summary>A dimension of any size.</summary>
    public const int Any = -1;

    private const string Advice = "Export the model again, or take an undamaged copy of the whole folder.";

    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly string[] _outputs;

    /// <summary>Loads a graph.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="inputs">What goes into it.</param>
    /// <param name="outputs">What comes out of it, in the order of the results of a run.</param>
    /// <exception cref="OnnxModelException">It cannot be loaded, or is another graph.</exception>
    public GraphSession(string path, IReadOnlyList<GraphValue> inputs, IReadOnlyList<GraphValue> outputs)
    {
        _path = path;
        _outputs = [.. outputs.Select(output => output.Name)];
        try
        {
            Telemetry.Disable();
            // Threads share the texts of a call, see Shares: a step of a recurrence is too short to be shared.
            using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            _session = new InferenceSession(path, options);
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw new OnnxModelException(
                $"ONNX Runtime cannot be loaded on this machine: {(exception.InnerException ?? exception).Message} It comes with the package "
                + "Microsoft.ML.OnnxRuntime, for Windows, macOS and Linux.", exception);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new OnnxModelException($"'{path}' cannot be loaded: {OneLine(exception)} {Advice}", exception);
        }

        try
        {
            Require("input", _session.InputMetadata, inputs);
            Require("output", _session.OutputMetadata, outputs);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Computes the outputs, which the caller disposes.</summary>
    /// <exception cref="OnnxModelException">ONNX Runtime fails: the graph is damaged, or there is not enough memory.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs)
    {
        try
        {
            using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            return _session.Run(options, inputs, _outputs);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new OnnxModelException($"'{_path}' cannot be computed: {OneLine(exception)} {Advice}", exception);
        }
    }

    public void Dispose() => _session.Dispose();

    private void Require(string kind, IReadOnlyDictionary<string, NodeMetadata> found, IReadOnlyList<GraphValue> wanted)
    {
        var extra = found.Keys.FirstOrDefault(name => wanted.All(value => value.Name != name));
        if (extra is not null)
            throw Other($"it has an {kind} '{Excerpt.Of(extra)}', which no exported model has");
        foreach (var value in wanted)
        {
            if (!found.TryGetValue(value.Name, out var metadata))
                throw Other($"it has no {kind} '{value.Name}'");
            var type = value.IsWhole ? TensorElementType.Int64 : TensorElementType.Float;
            if (!metadata.IsTensor || metadata.ElementDataType != type || !metadata.Dimensions.SequenceEqual(value.Shape))
            {
                throw Other(
                    $"its {kind} '{value.Name}' is {(metadata.IsTensor ? Described(metadata.ElementDataType, metadata.Dimensions) : "no tensor")}"
                    + $" instead of {Described(type, value.Shape)}");
            }
        }
    }

    private OnnxModelException Other(string how) => new($"'{_path}' does not fit the other files: {how}. {Advice}");

    private static string Described(TensorElementType type, int[] shape) =>
        $"{type} [{string.Join(", ", shape.Select(size => size == Any ? "any" : $"{size}"))}]";

    private static string OneLine(OnnxRuntimeException exception) =>
        Excerpt.Of($"{string.Join(' ', exception.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.')}.", 500);
}

/// <summary>What goes into a graph or comes out of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsWhole">Whether it is of integers.</param>
/// <param name="Shape">Its dimensions, <see cref="GraphSession.Any"/> for those of any size.</param>
internal sealed record GraphValue(string Name, bool IsWhole, params int[] Shape)
{
    public static GraphValue Numbers(string name, params int[] shape) => new(name, IsWhole: false, shape);

    public static GraphValue Wholes(string name, params int[] shape) => new(name, IsWhole: true, shape);
}
