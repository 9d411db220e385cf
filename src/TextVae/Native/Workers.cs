using System.Runtime.ExceptionServices;
using TorchSharp;

namespace TextVae.Native;

/// <summary>
/// Threads that share a piece of work. They stay, because libtorch keeps its compiled blocks a thread, and they block
/// between pieces and never spin, so that a busy neighbour on the machine costs its share and no more.
/// </summary>
internal static class Workers
{
    private static readonly Lock Gate = new();
    private static readonly List<Worker> Threads = [];

    /// <summary>Threads that share a piece of work, the caller's among them.</summary>
    public static int Count => NativeRuntime.Threads ?? torch.get_num_threads();

    /// <summary>
    /// Runs a body for 0, 1, ... up to a count, in any order on any thread, and returns when all are done. Results do
    /// not depend on the threads as long as no two bodies write the same place. The first exception of a body is thrown.
    /// </summary>
    public static void For(int count, Action<int> body)
    {
        // A body that shares out work of its own does it alone: the other threads are busy beside it.
        if (count <= 1 || Count == 1 || Gate.IsHeldByCurrentThread || Worker.IsCurrent)
        {
            for (var i = 0; i < count; i++)
                body(i);
            return;
        }

        lock (Gate)
        {
            var piece = new Piece(count, body);
            var helpers = Math.Min(Count, count) - 1;
            while (Threads.Count < helpers)
                Threads.Add(new Worker(Threads.Count));
            for (var i = 0; i < helpers; i++)
                Threads[i].Start(piece);
            piece.Work();
            piece.WaitForOthers();
        }
    }

    private sealed class Worker
    {
        [ThreadStatic]
        private static bool _isCurrent;

        private readonly SemaphoreSlim _wake = new(0);
        private Piece? _piece;

        public Worker(int number)
        {
            var thread = new Thread(Serve) { IsBackground = true, Name = $"textvae worker {number + 1}" };
            thread.Start();
        }

        public static bool IsCurrent => _isCurrent;

        public void Start(Piece piece)
        {
            Volatile.Write(ref _piece, piece);
            _wake.Release();
        }

        private void Serve()
        {
            _isCurrent = true;
            while (true)
            {
                _wake.Wait();
                // Where this thread was late, the others have done its piece and there may be a newer one, or none.
                Interlocked.Exchange(ref _piece, null)?.Work();
            }
        }
    }

    private sealed class Piece
    {
        private readonly ManualResetEventSlim _done = new(false, spinCount: 0);
        private readonly int _count;
        private readonly Action<int> _body;
        private int _taken;
        private int _left;
        private ExceptionDispatchInfo? _failure;

        public Piece(int count, Action<int> body)
        {
            _count = _left = count;
            _body = body;
        }

        public void Work()
        {
            for (var i = Interlocked.Increment(ref _taken) - 1; i < _count; i = Interlocked.Increment(ref _taken) - 1)
            {
                try
                {
                    if (Volatile.Read(ref _failure) is null)
                        _body(i);
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                }

                if (Interlocked.Decrement(ref _left) == 0)
                    _done.Set();
            }
        }

        public void WaitForOthers()
        {
            _done.Wait();
            _failure?.Throw();
        }
    }
}
