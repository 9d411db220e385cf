using TextVae.Models;

namespace TextVae.Objectives;

/// <summary>The weights of an objective.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>The weight of the KL term.</summary>
    public Schedule Kl { get; init; } = Schedule.Constant(1);

    /// <summary>The share of the words hidden from the decoder in training; never in evaluation.</summary>
    public Schedule WordDropout { get; init; } = Schedule.Constant(0);

    /// <summary>λ of equation 9, the weight of the mutual information between z and the text; 0 for none.</summary>
    public double MutualInformation { get; init; }

    /// <summary>Where z and the text come from.</summary>
    public MutualInformationSource MutualInformationSource { get; init; }

    /// <summary>The model that this objective trains: it has q_MI exactly where the mutual information has a weight.</summary>
    /// <param name="options">The model as its recipe has it.</param>
    public ModelOptions ModelFor(ModelOptions options) =>
        options with { HasInformationNetwork = MutualInformation > 0 && options.Kind == ModelKind.Vae };

    /// <summary>Whether every weight stays the same from a step on.</summary>
    public bool SchedulesHaveEnded(long step) => Kl.HasEnded(step) && WordDropout.HasEnded(step);

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, schedule, most) in new[] { ("kl", Kl, 1000.0), ("word_dropout", WordDropout, 1.0) })
        {
            foreach (var (end, value) in new[] { ("from", schedule.From), ("to", schedule.To) })
            {
                if (!(value >= 0 && value <= most))
                    yield return $"objective.{name} has the {end} value {value}; it has to be between 0 and {most}.";
            }

            if (schedule.Kind != ScheduleKind.Constant && (schedule.Start < 0 || schedule.End <= schedule.Start))
            {
                yield return $"objective.{name} goes from step {schedule.Start} to step {schedule.End}; "
                    + "the end has to come after the start, and neither may be negative.";
            }
        }

        if (!(MutualInformation >= 0 && MutualInformation <= 1000))
            yield return $"objective.mutual_information is {MutualInformation}; it has to be between 0 and 1000.";
    }
}
