using TextVae.Benchmarks;
using TextVae.Cli.Figures;
using TextVae.Native;

namespace TextVae.Cli.Tests.Figures;

public sealed class GrowthFigureTests
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    [Fact]
    public void Both_figures_are_drawn()
    {
        var folder = Directory.CreateTempSubdirectory("textvae-").FullName;
        try
        {
            var parts = new Dictionary<StepPart, double>();
            var growth = new Growth(
                Precision.Float32, new MatrixPeak(200, 400), 20,
                [.. Enum.GetValues<GrowingSize>().SelectMany(size => new[] { 10, 1000 }.Select(
                    value => new GrowthPoint(size, value, 1000.0 / value, 1e6, 5, parts)))],
                [new RooflinePoint(1, 0.5, 8), new RooflinePoint(64, 32, 180)]);

            GrowthFigure.Save(Path.Combine(folder, "growth.png"), growth);
            RooflineFigure.Save(Path.Combine(folder, "roofline.png"), growth);

            foreach (var name in new[] { "growth.png", "roofline.png" })
                Assert.Equal(PngSignature, File.ReadAllBytes(Path.Combine(folder, name))[..4]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(3, 70, new double[] { 2, 5, 10, 20, 50, 100 })]
    [InlineData(1, 1, new double[] { 1 })]
    public void Round_numbers_enclose_what_is_drawn(double least, double largest, double[] expected) =>
        Assert.Equal(expected, LogarithmicAxis.RoundNumbers(least, largest).Select(number => Math.Round(number, 6)));
}
