using TextVae.Distributed;

namespace TextVae.Tests.Distributed;

/// <summary>Ranks that are threads of one process: what processes say to each other, without MPI.</summary>
internal sealed class ThreadRanks : Ranks
{
    private readonly Group _group;

    private ThreadRanks(Group group, int rank) => (_group, Rank) = (group, rank);

    // Of three, one is on another machine than the others, so that their sums overlap with the computation.
    public override int OnThisMachine => Math.Min(Count, 2);

    public override int Rank { get; }

    public override int Count => _group.Count;

    /// <summary>Does something in each of some ranks at once; one is a process by itself.</summary>
    /// <returns>What each has found.</returns>
    public static T[] Run<T>(int count, Func<Ranks, T> work)
    {
        if (count == 1)
            return [work(Single)];
        using var group = new Group(count);
        var results = new T[count];
        var failures = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new ThreadRanks(group, rank));
            }
            catch (Exception exception)
            {
                failures[rank] = exception;
                group.Leave();
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        return failures.OfType<Exception>().FirstOrDefault(failure => failure is not BarrierPostPhaseException) is { } first ? throw first : results;
    }

    public override void Abort(int exitCode) => _group.Leave();

    public override void Dispose()
    {
        // The threads end by themselves.
    }

    public override void Sum(Span<double> values)
    {
        var all = _group.Exchange(Rank, values.ToArray());
        for (var i = 0; i < values.Length; i++)
            values[i] = all.Sum(of => ((double[])of)[i]);
    }

    public override void Sum(Span<float> values)
    {
        var all = _group.Exchange(Rank, values.ToArray());
        values.Clear();
        foreach (var of in all.Cast<float[]>())
        {
            for (var i = 0; i < values.Length; i++)
                values[i] += of[i];
        }
    }

    internal override unsafe IPendingSum BeginSum(float* values, long count)
    {
        Sum(new Span<float>(values, (int)count));
        return Single.BeginSum(values, count);
    }

    internal override void Broadcast(Span<byte> values) => ((byte[])_group.Exchange(Rank, values.ToArray())[0]).CopyTo(values);

    private sealed class Group(int count) : IDisposable
    {
        private readonly Barrier _barrier = new(count);
        private readonly Array[] _given = new Array[count];

        public int Count => count;

        /// <summary>Gives what each has to all.</summary>
        public Array[] Exchange(int rank, Array own)
        {
            _given[rank] = own;
            _barrier.SignalAndWait();
            Array[] all = [.. _given];
            _barrier.SignalAndWait();
            Assert.Equal(own.Length, all.Max(array => array.Length));
            Assert.Equal(own.GetType(), all[0].GetType());
            return all;
        }

        public void Leave() => _barrier.RemoveParticipant();

        public void Dispose() => _barrier.Dispose();
    }
}
