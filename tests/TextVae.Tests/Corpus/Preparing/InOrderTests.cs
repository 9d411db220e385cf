using TextVae.Corpus.Preparing;

namespace TextVae.Tests.Corpus.Preparing;

public sealed class InOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Pieces_are_taken_in_their_order_whichever_is_done_first(int ahead)
    {
        List<int> taken = [];
        using InOrder<int> order = new(piece => Thread.Sleep(piece % 3 == 0 ? 3 : 0), taken.Add, ahead);
        for (var i = 0; i < 30; i++)
            order.Add(i);
        order.Complete();
        Assert.Equal(Enumerable.Range(0, 30), taken);
    }

    [Fact]
    public void No_more_pieces_are_under_way_than_are_allowed()
    {
        var started = 0;
        var taken = 0;
        using InOrder<int> order = new(_ => Interlocked.Increment(ref started), _ => taken++, ahead: 3);
        for (var i = 0; i < 20; i++)
        {
            order.Add(i);
            Assert.InRange(taken, i - 2, i + 1);
        }
        order.Complete();
        Assert.Equal((20, 20), (started, taken));
    }

    [Fact]
    public void A_failure_of_the_work_comes_where_its_result_would_and_nothing_runs_on_after_the_end()
    {
        List<int> taken = [];
        var running = 0;
        InOrder<int> order = new(
            piece =>
            {
                Interlocked.Increment(ref running);
                Thread.Sleep(5);
                Interlocked.Decrement(ref running);
                if (piece == 2)
                    throw new DataException("piece 2");
            },
            taken.Add,
            ahead: 4);
        using (order)
        {
            for (var i = 0; i < 4; i++)
                order.Add(i);
            Assert.Equal("piece 2", Assert.Throws<DataException>(order.Complete).Message);
        }
        Assert.Equal([0, 1], taken);
        Assert.Equal(0, running);
    }
}
