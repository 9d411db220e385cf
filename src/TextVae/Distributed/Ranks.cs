using System.Runtime.ExceptionServices;

namespace TextVae.Distributed;

/// <summary>
/// The processes that work on one thing together, each with a number, its rank. What they say to each other is said by all of
/// them, in the same order. <see cref="Single"/> is a process by itself, for which all of that costs nothing.
/// </summary>
public abstract class Ranks : IDisposable
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(0.5);

    private protected Ranks()
    {
    }

    /// <summary>A process by itself.</summary>
    public static Ranks Single { get; } = new SingleRank();

    /// <summary>The number of this process, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>How many of them are on this machine, this one among them.</summary>
    public virtual int OnThisMachine => Count;

    /// <summary>Whether this is the one that writes and talks.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Whether there are others.</summary>
    public bool AreMany => Count > 1;

    /// <summary>Whether something is so in any of them.</summary>
    public bool Any(bool here)
    {
        if (!AreMany)
            return here;
        Span<double> votes = [here ? 1 : 0];
        Sum(votes);
        return votes[0] > 0;
    }

    /// <summary>What the first one says.</summary>
    public bool OfFirst(bool here)
    {
        Span<byte> answer = [here ? (byte)1 : (byte)0];
        Broadcast(answer);
        return answer[0] == 1;
    }

    /// <summary>
    /// Does in the first one what only one has to do, however long it takes, while the others wait. They hear of it all along, so
    /// that they can tell work from a process that is gone.
    /// </summary>
    /// <param name="work">What has to be done; says nothing to other ranks.</param>
    public void OnFirst(Action work) => OnEach(IsFirst ? work : () => { });

    /// <summary>Does something in each, and returns when all are done, however long some take.</summary>
    /// <param name="work">What this one does; says nothing to other ranks.</param>
    public void OnEach(Action work)
    {
        if (!AreMany)
        {
            work();
            return;
        }

        // Where the work fails, the process ends, and this with it.
        var done = new ManualResetEventSlim();
        Exception? failure = null;
        var signs = new Thread(() =>
        {
            try
            {
                while (Any(!done.Wait(SignOfLife)))
                {
                    // Somebody is still at work.
                }
            }
            catch (TextVaeException exception)
            {
                failure = exception;
            }
        })
        {
            IsBackground = true,
            Name = "textvae sign of life",
        };
        signs.Start();
        work();
        done.Set();
        signs.Join();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Returns when all have come here.</summary>
    public void Wait() => Any(here: false);

    /// <summary>Ends all of them at once.</summary>
    /// <param name="exitCode">What their launcher shall end with.</param>
    public abstract void Abort(int exitCode);

    /// <summary>Leaves in peace.</summary>
    public abstract void Dispose();

    /// <summary>Puts in the place of each number its sum over all ranks, the same bits in each.</summary>
    public abstract void Sum(Span<double> values);

    /// <inheritdoc cref="Sum(Span{double})"/>
    public abstract void Sum(Span<float> values);

    /// <summary>
    /// Begins <see cref="Sum(Span{float})"/> of memory that nobody touches until what is returned has been waited for. Meanwhile
    /// other sums may begin: they are made in the order in which they began.
    /// </summary>
    /// <param name="values">The first number.</param>
    /// <param name="count">How many.</param>
    internal abstract unsafe IPendingSum BeginSum(float* values, long count);

    /// <summary>Gives to all what the first one has.</summary>
    internal abstract void Broadcast(Span<byte> values);

    private sealed class SingleRank : Ranks
    {
        public override int Rank => 0;

        public override int Count => 1;

        public override void Abort(int exitCode)
        {
            // There is nobody else to end.
        }

        public override void Dispose()
        {
            // And nobody to leave.
        }

        public override void Sum(Span<double> values)
        {
            // The sum over one is what is there.
        }

        public override void Sum(Span<float> values)
        {
            // As above.
        }

        internal override unsafe IPendingSum BeginSum(float* values, long count) => Done.Instance;

        internal override void Broadcast(Span<byte> values)
        {
            // It has them.
        }
    }

    private sealed class Done : IPendingSum
    {
        public static readonly Done Instance = new();

        public void Wait()
        {
            // It is.
        }
    }
}

/// <summary>A sum that is being made.</summary>
internal interface IPendingSum
{
    /// <summary>Returns when it is there.</summary>
    void Wait();
}
