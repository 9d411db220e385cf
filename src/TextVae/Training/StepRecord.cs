namespace TextVae.Training;

/// <summary>What one step of training did.</summary>
/// <param name="Step">The step, counted from 1.</param>
/// <param name="Epoch">The pass over the data, counted from 1.</param>
/// <param name="Terms">The terms of the loss, in the order of the objective.</param>
/// <param name="Loss">Σ weight · value, nats a sentence.</param>
/// <param name="GradientNorm">The norm of the gradient of what the step moves, before clipping.</param>
/// <param name="Sentences">Sentences in the batch.</param>
/// <param name="Tokens">Predicted tokens in the batch.</param>
/// <param name="Seconds">Time the step took.</param>
public sealed record StepRecord(
    long Step, int Epoch, IReadOnlyList<TermRecord> Terms, double Loss, double GradientNorm,
    int Sentences, long Tokens, double Seconds)
{
    /// <summary>The numbers of the batch's texts in the split, counted from 0.</summary>
    public IReadOnlyList<int> Texts { get; init; } = [];

    /// <summary>What the step moved.</summary>
    public MovedPart Moved { get; init; }

    /// <summary>
    /// Time in which the gradients of several processes were summed, waiting for the slowest among it; null for one process.
    /// </summary>
    public double? SumSeconds { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Whether the loss or the gradient is not finite, so that the step moved no parameter and no moment.</summary>
    public bool IsSkipped => !(double.IsFinite(Loss) && double.IsFinite(GradientNorm));
}

/// <summary>A term of the loss in numbers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its mean over the batch, nats a sentence; of MMD, a squared distance.</param>
/// <param name="Weight">Its weight at the step.</param>
public sealed record TermRecord(string Name, double Value, double Weight);
