using TextVae.Native;

namespace TextVae.Tests.Native;

public sealed class StepClockTests
{
    [Fact]
    public void Only_parts_that_were_gone_through_have_a_time()
    {
        StepClock.Start();
        for (var i = 0; i < 3; i++)
        {
            using var lap = StepClock.Measure(StepPart.Softmax);
            Thread.Sleep(1);
        }

        var seconds = StepClock.Stop();

        Assert.True(seconds[StepPart.Softmax] >= 0.003);
        Assert.All(seconds.Where(part => part.Key != StepPart.Softmax), part => Assert.Equal(0, part.Value));
    }

    [Fact]
    public void Nothing_is_measured_before_the_start_or_on_another_thread()
    {
        using (StepClock.Measure(StepPart.Decoder))
            Thread.Sleep(1);
        StepClock.Start();
        var other = new Thread(() => StepClock.Measure(StepPart.Decoder).Dispose());
        other.Start();
        other.Join();

        Assert.All(StepClock.Stop().Values, seconds => Assert.Equal(0, seconds));
        Assert.Throws<InvalidOperationException>(StepClock.Stop);
    }
}
