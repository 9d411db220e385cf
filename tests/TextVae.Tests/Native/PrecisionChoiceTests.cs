using TextVae.Native;

namespace TextVae.Tests.Native;

public sealed class PrecisionChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2.5, Precision.BFloat16)]
    [InlineData(0.9, Precision.Float32)]
    public void The_faster_one_is_taken_and_measured_only_once(double speed, Precision expected)
    {
        var measurements = 0;
        double Measure()
        {
            measurements++;
            return speed;
        }

        Assert.Equal(expected, PrecisionChoice.LoadOrMeasure(_folder["cache"], "machine", Measure));
        Assert.Equal(expected, PrecisionChoice.LoadOrMeasure(_folder["cache"], "machine", Measure));
        Assert.Equal(1, measurements);
    }

    [Fact]
    public void Another_machine_or_a_damaged_note_is_measured_anew()
    {
        PrecisionChoice.LoadOrMeasure(_folder.Path, "one", () => 3);
        _folder.Write("bfloat16-speed-two.txt", "fast");

        Assert.Equal(Precision.Float32, PrecisionChoice.LoadOrMeasure(_folder.Path, "two", () => 0.5));
        Assert.Equal(Precision.Float32, PrecisionChoice.LoadOrMeasure(_folder.Path, "two", () => 3));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_only_costs_the_measurement()
    {
        var file = _folder.Write("file", "");

        Assert.Equal(Precision.BFloat16, PrecisionChoice.LoadOrMeasure(file, "machine", () => 3));
    }

    [Fact]
    public void Auto_is_one_of_the_two_and_others_are_themselves()
    {
        Assert.Contains(PrecisionChoice.Resolve(Precision.Auto), new[] { Precision.Float32, Precision.BFloat16 });
        Assert.Equal(Precision.Float32, PrecisionChoice.Resolve(Precision.Float32));
    }
}
