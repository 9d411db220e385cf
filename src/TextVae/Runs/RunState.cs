using System.Text.Json.Serialization;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>
/// What a run has to remember beside parameters and moments. Order of the data, schedules and noise are functions of
/// the step.
/// </summary>
internal sealed record RunState
{
    /// <summary>Steps done, skipped ones among them.</summary>
    public long Step { get; init; }

    /// <summary>The lowest validation bound so far, nats a sentence.</summary>
    public double BestBound { get; init; } = double.PositiveInfinity;

    /// <summary>The step of the lowest bound; 0 before the first evaluation.</summary>
    public long BestStep { get; init; }

    /// <summary>Evaluations since the best one, counted once every schedule has reached its end, and the KL its target.</summary>
    public int SinceBest { get; init; }

    /// <summary>
    /// Evaluations since the best one or the last plateau, counted once every schedule has reached its end, and the KL its target.
    /// </summary>
    public int SincePlateau { get; init; }

    /// <summary>Plateaus of the validation bound at which the learning rate fell.</summary>
    public int Plateaus { get; init; }

    /// <summary>The step of the last evaluation.</summary>
    public long EvaluatedStep { get; init; }

    /// <summary>Updates that the optimiser has made; null in older checkpoints, where they are the steps.</summary>
    public long? Updates { get; init; }

    /// <summary>Those of the encoder's parameters; null in older checkpoints, where they are the others'.</summary>
    public long? EncoderUpdates { get; init; }

    /// <summary>Where the aggressive training of the encoder stands; null without it.</summary>
    public EncoderRounds? Rounds { get; init; }

    /// <summary>Steps whose loss or gradient was not finite.</summary>
    public long Skipped { get; init; }

    /// <summary>How many of the last steps were skipped without one between them that was not.</summary>
    public int SkippedInARow { get; init; }

    /// <summary>The step whose parameters the run has gone back to, 0 for its first ones; null when it never did.</summary>
    public long? WentBackTo { get; init; }

    /// <summary>How many of the last evaluations had a KL as that of a collapsed model.</summary>
    public int CollapsedInARow { get; init; }

    /// <summary>The weight of the KL term at the next step, where steps find it; null elsewhere.</summary>
    public double? KlWeight { get; init; }

    /// <summary>Whether an evaluation has found the KL near <c>objective.target_kl</c>: until then the weight is on its way.</summary>
    public bool HasMetTarget { get; init; }

    /// <summary>
    /// Of a checkpoint: whether the recipe, as it was when it was written, asked for it and its last step was not skipped. To others a run
    /// never goes back, since it has them only where it was stopped or had a new best model. Null in older checkpoints, where the
    /// step tells it.
    /// </summary>
    public bool? IsRegular { get; init; }

    /// <summary>What the learning rate is multiplied with, plateaus left aside.</summary>
    [JsonIgnore]
    public double RateFactor => WentBackTo is null ? 1 : 0.5;

    /// <summary>The state after a step.</summary>
    public RunState After(StepRecord record) => record.IsSkipped
        ? this with { Step = record.Step, Skipped = Skipped + 1, SkippedInARow = SkippedInARow + 1 }
        : this with { Step = record.Step, SkippedInARow = 0 };

    /// <summary>The state after an evaluation. A bound that is not finite is never the best.</summary>
    public RunState After(double bound, bool schedulesAreOver) => double.IsFinite(bound) && bound < BestBound
        ? this with { BestBound = bound, BestStep = Step, SinceBest = 0, SincePlateau = 0, EvaluatedStep = Step }
        : this with
        {
            SinceBest = schedulesAreOver ? SinceBest + 1 : 0,
            SincePlateau = schedulesAreOver ? SincePlateau + 1 : 0,
            EvaluatedStep = Step,
        };
}
