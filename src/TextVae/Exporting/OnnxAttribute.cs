using Google.Protobuf;

namespace TextVae.Exporting;

/// <summary>A setting of a node (AttributeProto): name 1, f 2, i 3, s 4, ints 8, type 20.</summary>
internal sealed class OnnxAttribute
{
    private readonly Action<CodedOutputStream> _write;

    private OnnxAttribute(string name, int type, Action<CodedOutputStream> value) => _write = output =>
    {
        output.Text(1, name);
        value(output);
        output.Number(20, type);
    };

    public static OnnxAttribute Of(string name, float value) => new(name, 1, output => output.Real(2, value));

    public static OnnxAttribute Of(string name, long value) => new(name, 2, output => output.Number(3, value));

    public static OnnxAttribute Of(string name, string value) => new(name, 3, output => output.Text(4, value));

    public static OnnxAttribute Of(string name, long[] values) => new(name, 7, output =>
    {
        foreach (var value in values)
            output.Number(8, value);
    });

    public void Write(CodedOutputStream output) => _write(output);
}
