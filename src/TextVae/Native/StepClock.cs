using System.Diagnostics;

namespace TextVae.Native;

/// <summary>A part of a training step.</summary>
public enum StepPart
{
    /// <summary>Looking word vectors up.</summary>
    Embedding,

    /// <summary>The encoder and its summary, forward.</summary>
    Encoder,

    /// <summary>The decoder's recurrence, forward.</summary>
    Decoder,

    /// <summary>The softmax with its cross-entropy and, where the kernels make it there, their gradient.</summary>
    Softmax,

    /// <summary>q_MI forward, and drawing texts for it.</summary>
    Information,

    /// <summary>The backward pass of all else.</summary>
    Backward,

    /// <summary>The gradient's norm and the update.</summary>
    Optimizer,
}

/// <summary>
/// Adds up how long the parts of steps take on one thread, for benchmarks. Off, it costs a comparison a part.
/// </summary>
internal static class StepClock
{
    [ThreadStatic]
    private static double[]? _seconds;

    /// <summary>Starts to measure on this thread, from zero.</summary>
    public static void Start() => _seconds = new double[Enum.GetValues<StepPart>().Length];

    /// <summary>Ends it.</summary>
    /// <returns>Seconds of each part.</returns>
    public static IReadOnlyDictionary<StepPart, double> Stop()
    {
        var seconds = _seconds ?? throw new InvalidOperationException("The clock was not started on this thread.");
        _seconds = null;
        return Enum.GetValues<StepPart>().ToDictionary(part => part, part => seconds[(int)part]);
    }

    /// <summary>Measures a part until what is returned is disposed; parts do not stand within each other.</summary>
    public static Lap Measure(StepPart part) => new(_seconds, part);

    /// <summary>A part being measured.</summary>
    public readonly ref struct Lap
    {
        private readonly double[]? _seconds;
        private readonly StepPart _part;
        private readonly long _start;

        internal Lap(double[]? seconds, StepPart part)
        {
            _seconds = seconds;
            _part = part;
            _start = seconds is null ? 0 : Stopwatch.GetTimestamp();
        }

        /// <summary>Ends the part.</summary>
        public void Dispose()
        {
            if (_seconds is not null)
                _seconds[(int)_part] += Stopwatch.GetElapsedTime(_start).TotalSeconds;
        }
    }
}
