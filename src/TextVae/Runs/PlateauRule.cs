using System.Globalization;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>
/// When the learning rate of a run falls because its validation bound does not, and what that comes to. All of it follows
/// from the run's state, so that a resumed run does the same.
/// </summary>
internal sealed class PlateauRule(TrainingOptions options)
{
    /// <summary>Whether the last evaluation ended a plateau that the run has not left yet.</summary>
    public bool IsDue(RunState state) =>
        options.Schedule == RateSchedule.Plateau && state.SincePlateau >= options.PlateauPatience;

    /// <summary>Whether there have been as many as end a training.</summary>
    public bool IsLast(RunState state) => options.PlateauLimit > 0 && state.Plateaus >= options.PlateauLimit;

    /// <summary>Whether the run takes its best model up again, if it has one.</summary>
    public bool Reloads(RunState state) => options.PlateauReload && state.BestStep > 0;

    /// <summary>What the learning rate is multiplied with, for this and for going back.</summary>
    public double RateFactor(RunState state) => state.RateFactor * Math.Pow(options.PlateauFactor, state.Plateaus);

    /// <summary>What a user should know of a plateau that the run has left.</summary>
    /// <param name="state">The state after it.</param>
    /// <param name="other">The step of the model in the run folder where that is another than the best one, which so could not be
    /// taken up again.</param>
    public string Message(RunState state, long? other = null)
    {
        var reload = Reloads(state) && other is null ? $", and the parameters are those of step {state.BestStep} again" : "";
        var what = IsLast(state)
            ? "and the training ends"
            : string.Create(CultureInfo.InvariantCulture, $"so the learning rate falls to {RateFactor(state) * options.LearningRate}{reload}");
        var waited = options.PlateauPatience == 1 ? "an evaluation was" : $"{options.PlateauPatience} evaluations in a row were";
        var missing = other is { } step
            ? $" The parameters stay what they are: the best model, of step {state.BestStep}, is not there any more, since model/ holds "
                + $"that of step {step} and no checkpoint of step {state.BestStep} is left."
            : "";
        return $"The validation bound is on plateau {state.Plateaus}: {waited} not better, {what}.{missing}";
    }
}
