using System.Text.Json.Serialization;

namespace TextVae.Training;

/// <summary>What moves the parameters.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Adam with a weight decay of its own (Loshchilov and Hutter 2019).</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Stochastic gradient descent.</summary>
    Sgd,
}

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>The seed of everything random: parameters, order of the data, noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What begins afresh where the first parameters are those of another run.</summary>
    public StartReset Reset { get; init; }

    /// <summary>Sentences a step.</summary>
    public int Batch { get; init; } = 48;

    /// <summary>
    /// Predicted tokens a step: as many sentences of similar length as fit, at least one; 0 when <see cref="Batch"/> says
    /// how many sentences.
    /// </summary>
    public int BatchTokens { get; init; }

    /// <summary>
    /// Sentences of a block that an epoch keeps together: blocks are shuffled, and the sentences of sixteen at a time; 0 to shuffle
    /// all sentences.
    /// </summary>
    public int ShuffleBlock { get; init; }

    /// <summary>Steps to train; 0 when <see cref="Epochs"/> says it.</summary>
    public long Steps { get; init; }

    /// <summary>Passes over the training split, used when <see cref="Steps"/> is 0.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>What moves the parameters.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The momentum of stochastic gradient descent; 0 for none.</summary>
    public double Momentum { get; init; }

    /// <summary>The weight decay: of the gradient, or, with AdamW, of the parameters themselves.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The learning rate, once it is warm.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps in which the learning rate grows linearly to the whole of it; 0 for none.</summary>
    public long Warmup { get; init; }

    /// <summary>How the learning rate goes on then.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Constant;

    /// <summary>The share of the learning rate that a cosine ends with.</summary>
    public double FinalRate { get; init; }

    /// <summary>What the learning rate is multiplied with on a plateau of the validation bound.</summary>
    public double PlateauFactor { get; init; } = 0.5;

    /// <summary>
    /// Evaluations in a row without a better bound that make a plateau, counted once every schedule of the objective has
    /// reached its end, and anew after each.
    /// </summary>
    public int PlateauPatience { get; init; } = 2;

    /// <summary>Plateaus after which training stops; 0 for never.</summary>
    public int PlateauLimit { get; init; }

    /// <summary>
    /// Whether a plateau brings the best model back and begins the optimiser's state anew (as He et al. 2019 train).
    /// </summary>
    public bool PlateauReload { get; init; }

    /// <summary>
    /// How much of the average of the parameters an update keeps, below 1; the average is what is evaluated and kept as the
    /// model. 0 for the parameters themselves.
    /// </summary>
    public double Average { get; init; }

    /// <summary>
    /// Whether the encoder makes steps of its own before each of the decoder's until the mutual information stops rising,
    /// <see cref="EncoderRounds"/>.
    /// </summary>
    public bool IsAggressive { get; init; }

    /// <summary>The largest norm of the gradient of all parameters together; 0 for no limit.</summary>
    public double Clip { get; init; } = 5;

    /// <summary>
    /// Steps in a row whose loss or gradient is not finite, after which a run goes back to its last good checkpoint with half
    /// the learning rate, and the next time stops.
    /// </summary>
    public int SkipLimit { get; init; } = 10;

    /// <summary>Steps between evaluations on the validation split.</summary>
    public long EvaluateEvery { get; init; } = 500;

    /// <summary>Steps between checkpoints; a new best model, the end and an interruption make one too.</summary>
    public long CheckpointEvery { get; init; } = 500;

    /// <summary>
    /// Evaluations in a row without a better bound, counted once every schedule has reached its end, after which
    /// training stops; 0 for never.
    /// </summary>
    public int Patience { get; init; }

    /// <summary>Checkpoints kept, the newest ones.</summary>
    public int Keep { get; init; } = 2;

    /// <summary>The number of the last step, for data of so many batches an epoch.</summary>
    public long LastStep(int batchesPerEpoch) => Steps > 0 ? Steps : (long)Epochs * batchesPerEpoch;

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Batch is < 1 or > 100_000)
            yield return $"training.batch is {Batch}; it has to be between 1 and 100000.";
        if (BatchTokens is < 0 or > 10_000_000)
            yield return $"training.batch_tokens is {BatchTokens}; it has to be between 1 and 10000000, or 0 to count sentences.";
        if (ShuffleBlock < 0)
            yield return $"training.shuffle_block is {ShuffleBlock}; it has to be positive, or 0 to shuffle all sentences.";
        if (ShuffleBlock > 0 && BatchTokens > 0)
        {
            yield return $"training.shuffle_block is {ShuffleBlock} and training.batch_tokens is {BatchTokens}, for which all sentences are "
                + "sorted together; set one of them to 0.";
        }

        if (Steps < 0)
            yield return $"training.steps is {Steps}; it has to be positive, or 0 to count epochs.";
        if (Steps == 0 && Epochs < 1)
            yield return $"training.epochs is {Epochs}; it has to be at least 1 where training.steps is 0.";
        if (!(LearningRate > 0 && LearningRate <= 10))
            yield return FormattableString.Invariant($"training.learning_rate is {LearningRate}; it has to be above 0 and at most 10.");
        foreach (var problem in OptimizerProblems())
            yield return problem;
        if (!(Clip >= 0))
            yield return FormattableString.Invariant($"training.clip is {Clip}; it has to be positive, or 0 for no limit.");
        if (SkipLimit < 1)
            yield return $"training.skip_limit is {SkipLimit}; it has to be at least 1.";
        if (EvaluateEvery < 1)
            yield return $"training.evaluate_every is {EvaluateEvery}; it has to be at least 1.";
        if (CheckpointEvery < 1)
            yield return $"training.checkpoint_every is {CheckpointEvery}; it has to be at least 1.";
        if (Patience < 0)
            yield return $"training.patience is {Patience}; it has to be positive, or 0 for never.";
        if (Keep < 1)
            yield return $"training.keep is {Keep}; it has to be at least 1.";
    }

    private IEnumerable<string> OptimizerProblems()
    {
        if (!(Momentum >= 0 && Momentum < 1))
            yield return FormattableString.Invariant($"training.momentum is {Momentum}; it has to be at least 0 and below 1.");
        if (Momentum > 0 && Optimizer != OptimizerKind.Sgd)
        {
            yield return FormattableString.Invariant($"training.momentum is {Momentum} and training.optimizer is not \"sgd\", which alone has one; set it to 0, or ")
                + "choose that optimizer.";
        }

        if (!(WeightDecay >= 0 && WeightDecay <= 1))
            yield return FormattableString.Invariant($"training.weight_decay is {WeightDecay}; it has to be between 0 and 1.");
        if (Warmup < 0)
            yield return $"training.warmup is {Warmup}; it has to be positive, or 0 for none.";
        if (!(FinalRate >= 0 && FinalRate <= 1))
            yield return FormattableString.Invariant($"training.final_rate is {FinalRate}; it has to be between 0 and 1.");
        if (!(PlateauFactor > 0 && PlateauFactor < 1))
            yield return FormattableString.Invariant($"training.plateau_factor is {PlateauFactor}; it has to be above 0 and below 1.");
        if (PlateauPatience < 1)
            yield return $"training.plateau_patience is {PlateauPatience}; it has to be at least 1.";
        if (PlateauLimit < 0)
            yield return $"training.plateau_limit is {PlateauLimit}; it has to be positive, or 0 for never.";
        foreach (var problem in ScheduleProblems())
            yield return problem;
        if (!(Average >= 0 && Average < 1))
            yield return FormattableString.Invariant($"training.average is {Average}; it has to be at least 0 and below 1.");
    }

    // What another schedule would leave without effect.
    private IEnumerable<string> ScheduleProblems()
    {
        if (Schedule != RateSchedule.Plateau && PlateauLimit > 0)
            yield return $"training.plateau_limit is {PlateauLimit} and training.schedule is not \"plateau\"; set it to 0, or choose that schedule.";
        if (Schedule != RateSchedule.Plateau && PlateauReload)
            yield return "training.plateau_reload is true and training.schedule is not \"plateau\"; set it to false, or choose that schedule.";
        if (Schedule != RateSchedule.Cosine && FinalRate > 0)
            yield return FormattableString.Invariant($"training.final_rate is {FinalRate} and training.schedule is not \"cosine\"; set it to 0, or choose that schedule.");
    }
}
