using TextVae.Training;

namespace TextVae.Cli.Views;

/// <summary>Tokens a second of the last steps, short and long batches evened out.</summary>
internal sealed class SpeedMeter
{
    private const double Smoothing = 0.05;

    private double _speed;

    /// <summary>Takes up a step; the first one of a training begins anew.</summary>
    /// <returns>Tokens a second.</returns>
    public double After(StepRecord step)
    {
        var now = step.Tokens / step.Seconds;
        _speed = step.Step == 1 || _speed == 0 ? now : _speed + (Smoothing * (now - _speed));
        return _speed;
    }
}
