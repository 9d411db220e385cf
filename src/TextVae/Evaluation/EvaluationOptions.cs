namespace TextVae.Evaluation;

/// <summary>How a model is evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Samples of z a sentence for the expectation in the bound (§6.2 of the paper: 10).</summary>
    public int Samples { get; init; } = 10;

    /// <summary>Samples a sentence of the importance-weighted estimate; 0 leaves it out.</summary>
    public int Iw { get; init; }

    /// <summary>Samples of z a sentence behind the mutual information and the marginal KL.</summary>
    public int InformationSamples { get; init; } = 1;

    /// <summary>The seed of the noise. The noise of a sentence depends on the seed, its place in the split and the number
    /// of the sample alone, so no figure depends on batches.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Sentences in a batch at most; of long ones there are fewer, so that they fit memory.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Hypotheses of the beam search with which the model's reconstructions are decoded.</summary>
    public int Beam { get; init; } = 16;

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Samples is < 1 or > 100_000)
            yield return $"evaluation.samples is {Samples}; it has to be between 1 and 100000.";
        if (Iw is < 0 or > 10_000_000)
            yield return $"evaluation.iw is {Iw}; it has to be between 0 and 10000000.";
        if (InformationSamples is < 1 or > 10_000)
            yield return $"evaluation.information_samples is {InformationSamples}; it has to be between 1 and 10000.";
        if (Batch < 1)
            yield return $"evaluation.batch is {Batch}; it has to be at least 1.";
        if (Beam is < 1 or > 10_000)
            yield return $"evaluation.beam is {Beam}; it has to be between 1 and 10000.";
    }
}
