namespace TextVae.Networks.Kernels;

/// <summary>
/// The shape of right operands: blocks of a few columns, each contiguous, so that the block product finds what it
/// needs side by side.
/// </summary>
internal static class Panel
{
    /// <summary>Columns of a panel: four vectors of 16, which leaves the block product registers for six rows.</summary>
    public const int Width = 64;

    /// <summary>Depths are padded with zeros to a multiple of this.</summary>
    private const int DepthUnit = 16;

    /// <summary>Panels that hold so many columns.</summary>
    public static int Count(long columns) => (int)((columns + Width - 1) / Width);

    /// <summary>A depth with its padding.</summary>
    public static int Padded(long depth) => (int)((depth + DepthUnit - 1) / DepthUnit * DepthUnit);
}
