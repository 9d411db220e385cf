using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using TorchSharp;

namespace TextVae.Exporting;

/// <summary>
/// A graph of ONNX operators (operator set 17, IR version 8) in the making. Values are known by their names; what a node makes
/// gets a number for a name.
/// </summary>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The most bytes of a file: protobuf counts them in 31 bits.</summary>
    public const long Limit = int.MaxValue;

    private const int IrVersion = 8;
    private const int OperatorSet = 17;
    private const int Float = 1;
    private const int Int64 = 7;

    private readonly List<byte[]> _inputs = [];
    private readonly List<byte[]> _outputs = [];
    private readonly List<byte[]> _nodes = [];
    private readonly List<(byte[] Head, Array Data)> _constants = [];
    private readonly Dictionary<string, string> _wholes = [];
    private int _values;

    /// <summary>What the graph computes of integers, of a shape.</summary>
    public string WholeInput(string called, params OnnxDimension[] shape) => Declare(_inputs, called, Int64, shape);

    /// <summary>What the graph computes of numbers, of a shape.</summary>
    public string Input(string called, params OnnxDimension[] shape) => Declare(_inputs, called, Float, shape);

    /// <summary>Gives a value out, under a name.</summary>
    public void Output(string called, string value, params OnnxDimension[] shape)
    {
        Declare(_outputs, called, Float, shape);
        Add("Identity", [value], [called]);
    }

    /// <summary>A constant of a tensor's numbers and shape.</summary>
    public string Weight(string called, torch.Tensor values)
    {
        using var plain = values.detach().to(torch.ScalarType.Float32).cpu().contiguous();
        return Constant(called, Float, plain.shape, plain.data<float>().ToArray());
    }

    /// <summary>A constant number, without dimensions.</summary>
    public string Number(float value) => Constant(NewName(), Float, [], new[] { value });

    /// <summary>A constant list of integers.</summary>
    public string Wholes(params long[] values)
    {
        var key = string.Join(' ', values);
        if (!_wholes.TryGetValue(key, out var constant))
            _wholes.Add(key, constant = Constant(NewName(), Int64, [values.Length], values));
        return constant;
    }

    /// <summary>A constant integer, without dimensions.</summary>
    public string Whole(long value) => Constant(NewName(), Int64, [], new[] { value });

    /// <summary>Applies an operator with one result.</summary>
    public string Apply(string operation, string[] inputs, params OnnxAttribute[] attributes) =>
        ApplyFor(operation, 1, inputs, attributes)[0];

    /// <summary>Applies an operator with several results.</summary>
    public string[] ApplyFor(string operation, int results, string[] inputs, params OnnxAttribute[] attributes)
    {
        string[] outputs = [.. Enumerable.Range(0, results).Select(_ => NewName())];
        Add(operation, inputs, outputs, attributes);
        return outputs;
    }

    /// <summary>The bytes of the file.</summary>
    public long Length
    {
        get
        {
            var graph = GraphLength(Frame());
            return ModelHead().Length + OnnxMessage.Head(7, graph).Length + graph;
        }
    }

    /// <summary>Writes the file (ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8).</summary>
    public void Write(Stream stream)
    {
        var frame = Frame();
        stream.Write(ModelHead());
        stream.Write(OnnxMessage.Head(7, GraphLength(frame)));
        stream.Write(frame);
        foreach (var (head, data) in _constants)
        {
            stream.Write(OnnxMessage.Head(5, ConstantLength(head, data)));
            stream.Write(head);
            stream.Write(OnnxMessage.Head(9, ByteLength(data)));
            stream.Write(Bytes(data));
        }
    }

    private static byte[] ModelHead() => OnnxMessage.Of(output =>
    {
        output.Number(1, IrVersion);
        output.Text(2, "TextVae");
        output.Message(8, set => set.Number(2, OperatorSet)); // OperatorSetIdProto: domain 1 is the default one, version 2
    });

    /// <summary>All of the graph but its constants (GraphProto: node 1, name 2, initializer 5, input 11, output 12).</summary>
    private byte[] Frame() => OnnxMessage.Of(output =>
    {
        void All(int field, List<byte[]> messages)
        {
            foreach (var message in messages)
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(message));
            }
        }

        All(1, _nodes);
        output.Text(2, name);
        All(11, _inputs);
        All(12, _outputs);
    });

    private long GraphLength(byte[] frame) => frame.Length + _constants.Sum(constant =>
    {
        var length = ConstantLength(constant.Head, constant.Data);
        return OnnxMessage.Head(5, length).Length + length;
    });

    private static long ConstantLength(byte[] head, Array data)
    {
        var bytes = ByteLength(data);
        return head.Length + OnnxMessage.Head(9, bytes).Length + bytes;
    }

    private static long ByteLength(Array data) =>
        data.LongLength * (data.GetType() == typeof(float[]) ? sizeof(float) : sizeof(long));

    private static ReadOnlySpan<byte> Bytes(Array data) => data switch
    {
        float[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
        long[] wholes => MemoryMarshal.AsBytes(wholes.AsSpan()),
        _ => throw new ArgumentOutOfRangeException(nameof(data)),
    };

    // ValueInfoProto: name 1, type 2; in it tensor_type 1 with elem_type 1, shape 2; in that dim 1 with dim_value 1 or dim_param 2.
    private static string Declare(List<byte[]> list, string called, int type, OnnxDimension[] shape)
    {
        list.Add(OnnxMessage.Of(output =>
        {
            output.Text(1, called);
            output.Message(2, kind => kind.Message(1, tensor =>
            {
                tensor.Number(1, type);
                tensor.Message(2, dimensions =>
                {
                    foreach (var dimension in shape)
                    {
                        dimensions.Message(1, size =>
                        {
                            if (dimension.Name is { } any)
                                size.Text(2, any);
                            else
                                size.Number(1, dimension.Size);
                        });
                    }
                });
            }));
        }));
        return called;
    }

    // NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.
    private void Add(string operation, string[] inputs, string[] outputs, params OnnxAttribute[] attributes) =>
        _nodes.Add(OnnxMessage.Of(output =>
        {
            foreach (var input in inputs)
                output.Text(1, input);
            foreach (var result in outputs)
                output.Text(2, result);
            output.Text(3, string.Create(CultureInfo.InvariantCulture, $"{operation}_{_nodes.Count}"));
            output.Text(4, operation);
            foreach (var attribute in attributes)
                output.Message(5, attribute.Write);
        }));

    // TensorProto: dims 1, data_type 2, name 8, raw_data 9.
    private string Constant(string called, int type, long[] shape, Array data)
    {
        _constants.Add((OnnxMessage.Of(output =>
        {
            foreach (var size in shape)
                output.Number(1, size);
            output.Number(2, type);
            output.Text(8, called);
        }), data));
        return called;
    }

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"v{_values++}");
}
