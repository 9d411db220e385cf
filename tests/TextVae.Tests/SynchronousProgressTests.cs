namespace TextVae.Tests;

public sealed class SynchronousProgressTests
{
    [Fact]
    public void Reports_have_been_heard_in_their_order_and_on_the_same_thread_when_the_work_goes_on()
    {
        var heard = new List<(int Value, int Thread)>();
        var progress = new SynchronousProgress<int>(value => heard.Add((value, Environment.CurrentManagedThreadId)));

        foreach (var value in Enumerable.Range(0, 100))
        {
            progress.Report(value);
            Assert.Equal((value, Environment.CurrentManagedThreadId), heard[^1]);
        }
    }
}
