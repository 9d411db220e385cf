namespace TextVae.Evaluation.Diagnosis;

/// <summary>What the recipe of a diagnosed model says, as far as advice depends on it; the defaults are the recipe's own.</summary>
internal sealed record DiagnosedRecipe
{
    /// <summary>The weight of the KL term at the end of training.</summary>
    public double KlWeight { get; init; } = 1;

    /// <summary>Whether that weight begins lower.</summary>
    public bool KlIsAnnealed { get; init; }

    /// <summary>The nats that free bits leave a dimension, or all of them; 0 without.</summary>
    public double FreeBits { get; init; }

    /// <summary>The KL that training aims at by moving the weight; 0 where it does not.</summary>
    public double TargetKl { get; init; }

    /// <summary>The largest share of words that training hides from the decoder.</summary>
    public double WordDropout { get; init; }

    /// <summary>λ of the mutual-information term.</summary>
    public double MutualInformation { get; init; }

    /// <summary>Steps from one evaluation to the next.</summary>
    public long EvaluateEvery { get; init; } = 500;

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps of the whole training.</summary>
    public long Steps { get; init; } = 20_000;
}
