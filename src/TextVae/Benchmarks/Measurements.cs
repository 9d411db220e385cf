using System.Diagnostics;
using System.Runtime.InteropServices;
using TextVae.Native;

namespace TextVae.Benchmarks;

/// <summary>The steps of a piece of work, measured for some time after a warm-up, with the parts of each.</summary>
internal sealed class Measurements
{
    private const int FewestSteps = 5;

    private readonly List<(long Tokens, double Seconds)> _steps = [];
    private readonly IReadOnlyDictionary<StepPart, double> _parts;

    private Measurements(List<(long Tokens, double Seconds)> steps, IReadOnlyDictionary<StepPart, double> parts)
    {
        _steps = steps;
        _parts = parts;
    }

    /// <summary>How many.</summary>
    public int Steps => _steps.Count;

    /// <summary>How long they took.</summary>
    public double Seconds => _steps.Sum(step => step.Seconds);

    /// <summary>Milliseconds a step of each part that was measured.</summary>
    public IReadOnlyDictionary<StepPart, double> PartMilliseconds =>
        _parts.Where(part => part.Value > 0).ToDictionary(part => part.Key, part => 1000 * part.Value / Steps);

    /// <summary>Milliseconds a step of what is no part.</summary>
    public double OtherMilliseconds => 1000 * (Seconds - _parts.Values.Sum()) / Steps;

    /// <summary>Goes through steps until the time is over.</summary>
    /// <param name="work">Endless steps; what is done between one and the next belongs to the next.</param>
    /// <param name="warmUp">Steps that are left out.</param>
    /// <param name="seconds">How long to measure after them.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Measurements Of(
        IEnumerable<Step> work, int warmUp, double seconds, IProgress<double>? progress, CancellationToken cancellation)
    {
        var steps = new List<(long Tokens, double Seconds)>();
        var watch = new Stopwatch();
        foreach (var step in work)
        {
            cancellation.ThrowIfCancellationRequested();
            if (warmUp > 0)
            {
                warmUp--;
                if (warmUp == 0)
                {
                    StepClock.Start();
                    watch.Start();
                }

                continue;
            }

            steps.Add((step.Tokens, step.Seconds));
            progress?.Report(Math.Min(1, watch.Elapsed.TotalSeconds / seconds));
            if (watch.Elapsed.TotalSeconds >= seconds && steps.Count >= FewestSteps)
                break;
        }

        return new Measurements(steps, StepClock.Stop());
    }

    /// <summary>Makes steps of work that has to be timed.</summary>
    /// <param name="work">Does a step and returns its tokens.</param>
    public static IEnumerable<Step> Endless(Func<long> work)
    {
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            var tokens = work();
            yield return new Step(tokens, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    /// <summary>Tokens a second in each of some runs of steps.</summary>
    public IEnumerable<double> Windows(int count)
    {
        for (var window = 0; window < count; window++)
        {
            var part = _steps[(window * Steps / count)..((window + 1) * Steps / count)];
            yield return part.Sum(step => step.Tokens) / part.Sum(step => step.Seconds);
        }
    }

    /// <summary>A step that was done.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Step(long Tokens, double Seconds);
}
