namespace TextVae.Training;

/// <summary>How the learning rate goes on after its warm-up.</summary>
public enum RateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>Half a cosine from the whole rate down to a share of it at the last step (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>It falls by a factor whenever the validation bound has not become better for some evaluations.</summary>
    Plateau,
}

/// <summary>The learning rate as a pure function of the step, before what a run multiplies it with.</summary>
internal static class LearningRate
{
    /// <summary>The rate of a step.</summary>
    /// <param name="options">The rate, its warm-up and its schedule.</param>
    /// <param name="step">Counted from 1.</param>
    /// <param name="lastStep">The number of the last step.</param>
    public static double At(TrainingOptions options, long step, long lastStep)
    {
        if (step <= options.Warmup)
            return options.LearningRate * step / options.Warmup;
        if (options.Schedule != RateSchedule.Cosine)
            return options.LearningRate;
        var done = (double)(step - options.Warmup) / (lastStep - options.Warmup);
        var share = options.FinalRate + ((1 - options.FinalRate) * (1 + Math.Cos(Math.PI * done)) / 2);
        return options.LearningRate * share;
    }
}
