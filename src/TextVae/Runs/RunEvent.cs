using TextVae.Evaluation;
using TextVae.Evaluation.Diagnosis;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>Something that happened in a run, for whoever watches it.</summary>
public abstract record RunEvent;

/// <summary>A step was made.</summary>
/// <param name="Record">What it did.</param>
/// <param name="LastStep">The number of the last step.</param>
public sealed record StepDone(StepRecord Record, long LastStep) : RunEvent
{
    /// <summary>Steps so far whose loss or gradient was not finite.</summary>
    public long Skipped { get; init; }
}

/// <summary>The validation split was measured.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Report">The figures, at full KL weight and without word dropout.</param>
/// <param name="IsBest">Whether the bound is the lowest so far; the model has then been saved.</param>
public sealed record Evaluated(long Step, EvaluationReport Report, bool IsBest) : RunEvent
{
    /// <summary>Told once, when the second evaluation in a row shows that z says nothing: collapse, and what to try.</summary>
    public ModelFinding? Collapse { get; init; }
}

/// <summary>A checkpoint was written.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Path">Where.</param>
public sealed record CheckpointSaved(long Step, string Path) : RunEvent
{
    /// <summary>Whether it is the last one, as the run was told to stop, perhaps in another of its processes.</summary>
    public bool IsFarewell { get; init; }
}

/// <summary>Something a user should know.</summary>
/// <param name="Message">A sentence or two.</param>
public sealed record Notice(string Message) : RunEvent;

/// <summary>The run has come to its end.</summary>
/// <param name="Step">Steps made.</param>
/// <param name="BestStep">The step of the saved model.</param>
/// <param name="BestBound">Its validation bound, nats a sentence.</param>
/// <param name="StoppedEarly">Whether patience or the last plateau ended it before the last step.</param>
public sealed record RunFinished(long Step, long BestStep, double BestBound, bool StoppedEarly) : RunEvent
{
    /// <summary>Steps whose loss or gradient was not finite, and which moved nothing.</summary>
    public long Skipped { get; init; }

    /// <summary>What was found when the saved model was examined on the validation split.</summary>
    public IReadOnlyList<ModelFinding> Findings { get; init; } = [];
}
