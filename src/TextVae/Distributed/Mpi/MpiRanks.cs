using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using TextVae.Native;

namespace TextVae.Distributed.Mpi;

/// <summary>
/// Ranks over Open MPI. One thread of its own makes all calls, in the order in which they come, which is the same in all ranks: so
/// a sum is made while others compute, MPI need not know of threads, and whoever waits can stop waiting.
/// </summary>
internal sealed unsafe class MpiRanks : Ranks
{
    // An abort goes through the launcher, which may be beyond a link that is cut.
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<Call> _calls = [];
    private readonly MpiLibrary _library;
    private readonly MpiJob _job;
    private readonly TimeSpan _limit;
    private int _rank;
    private int _count;
    private bool _hasLeft;

    private MpiRanks(MpiLibrary library, MpiJob job, TimeSpan limit) => (_library, _job, _limit) = (library, job, limit);

    public override int Rank => _rank;

    public override int Count => _count;

    public override int OnThisMachine => _job.OnThisMachine;

    /// <inheritdoc cref="MpiJob.Join"/>
    public static MpiRanks Join(MpiJob job, TimeSpan limit)
    {
        var ranks = new MpiRanks(MpiLibrary.Load(), job, limit);
        new Thread(ranks.Serve) { IsBackground = true, Name = "textvae MPI" }.Start();
        ranks.Do(() => (ranks._rank, ranks._count) = ranks._library.Initialize());
        return ranks._count == job.Count ? ranks : throw job.NotFound(ranks._count);
    }

    public override void Abort(int exitCode)
    {
        var abort = new Thread(() => _library.Abort(exitCode)) { IsBackground = true };
        abort.Start();
        abort.Join(AbortLimit);
        ProcessEnd.AtOnce(exitCode);
    }

    public override void Dispose()
    {
        if (_hasLeft)
            return;
        _hasLeft = true;
        Do(_library.Leave);
        _calls.CompleteAdding();
    }

    public override void Sum(Span<double> values)
    {
        fixed (double* start = values)
        {
            var (first, count) = ((nint)start, values.Length);
            Do(() => _library.Sum((double*)first, count));
        }
    }

    public override void Sum(Span<float> values)
    {
        fixed (float* start = values)
            BeginSum(start, values.Length).Wait();
    }

    internal override IPendingSum BeginSum(float* values, long count)
    {
        var first = (nint)values;
        return Begin(() => _library.Sum((float*)first, count));
    }

    internal override void Broadcast(Span<byte> values)
    {
        fixed (byte* start = values)
        {
            var (first, count) = ((nint)start, values.Length);
            Do(() => _library.Broadcast((byte*)first, count));
        }
    }

    private void Do(Action action) => Begin(action).Wait();

    private Call Begin(Action action)
    {
        var call = new Call(this, action);
        _calls.Add(call);
        return call;
    }

    private void Serve()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
            call.Make();
    }

    private TextVaeException LimitPassed() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The other processes did not answer for {_limit.TotalSeconds:0} seconds: one of them hangs, or the network between the machines does "
        + $"not let through what it should. All end here. What was saved last is whole, and a training goes on from there with --resume; if "
        + $"they were only slow, give them more time with {TimeLimit.Variable}."));

    private sealed class Call(MpiRanks ranks, Action action) : IPendingSum
    {
        private readonly ManualResetEventSlim _done = new();
        private ExceptionDispatchInfo? _failure;

        public void Make()
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            _done.Set();
        }

        public void Wait()
        {
            if (!_done.Wait(ranks._limit))
                throw ranks.LimitPassed();
            _failure?.Throw();
        }
    }
}
