using ScottPlot;

namespace TextVae.Cli.Figures;

/// <summary>Writes drawn figures, each whole or not at all.</summary>
internal static class FigureFile
{
    /// <summary>Writes a PNG.</summary>
    public static void SavePng(string path, Image drawn)
    {
        using (drawn)
        {
            var bytes = drawn.GetImageBytes(ImageFormat.Png);
            AtomicFile.Write(path, stream => stream.Write(bytes));
        }
    }
}
