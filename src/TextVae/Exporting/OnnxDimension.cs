using System.Globalization;
using System.Runtime.InteropServices;

namespace TextVae.Exporting;

/// <summary>A dimension of what goes into a graph or comes out of it: a name for any size, or the size.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OnnxDimension(string? Name, long Size)
{
    public static implicit operator OnnxDimension(string name) => new(name, 0);

    public static implicit operator OnnxDimension(int size) => new(null, size);

    public override string ToString() => Name ?? Size.ToString(CultureInfo.InvariantCulture);
}
