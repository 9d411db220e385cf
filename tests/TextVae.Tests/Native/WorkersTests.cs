using TextVae.Native;

namespace TextVae.Tests.Native;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Every_piece_is_done_once_before_it_returns(int count)
    {
        var times = new int[count];

        Workers.For(count, i => Interlocked.Increment(ref times[i]));

        Assert.All(times, time => Assert.Equal(1, time));
    }

    [Fact]
    public void Work_may_share_out_work_of_its_own()
    {
        var sum = 0;

        Workers.For(8, _ => Workers.For(8, _ => Interlocked.Increment(ref sum)));

        Assert.Equal(64, sum);
    }

    [Fact]
    public void Threads_that_share_out_work_at_once_each_get_theirs_done()
    {
        var sums = new int[16];

        Parallel.For(0, sums.Length, i => Workers.For(50, _ => Interlocked.Increment(ref sums[i])));

        Assert.All(sums, sum => Assert.Equal(50, sum));
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_next_work_is_done()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Workers.For(100, i =>
        {
            if (i == 7)
                throw new InvalidOperationException("seven");
        }));

        Assert.Equal("seven", exception.Message);
        var count = 0;
        Workers.For(100, _ => Interlocked.Increment(ref count));
        Assert.Equal(100, count);
    }
}
