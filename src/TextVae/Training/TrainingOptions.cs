namespace TextVae.Training;

/// <summary>What moves the parameters.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,
}

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>The seed of everything random: parameters, order of the data, noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Sentences a step.</summary>
    public int Batch { get; init; } = 48;

    /// <summary>
    /// Predicted tokens a step: as many sentences of similar length as fit, at least one; 0 when <see cref="Batch"/> says
    /// how many sentences.
    /// </summary>
    public int BatchTokens { get; init; }

    /// <summary>Steps to train; 0 when <see cref="Epochs"/> says it.</summary>
    public long Steps { get; init; }

    /// <summary>Passes over the training split, used when <see cref="Steps"/> is 0.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>What moves the parameters.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

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
        if (Steps < 0)
            yield return $"training.steps is {Steps}; it has to be positive, or 0 to count epochs.";
        if (Steps == 0 && Epochs < 1)
            yield return $"training.epochs is {Epochs}; it has to be at least 1 where training.steps is 0.";
        if (!(LearningRate > 0 && LearningRate <= 10))
            yield return $"training.learning_rate is {LearningRate}; it has to be above 0 and at most 10.";
        if (!(Clip >= 0))
            yield return $"training.clip is {Clip}; it has to be positive, or 0 for no limit.";
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
}
