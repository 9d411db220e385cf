namespace TextVae.Evaluation.Diagnosis;

/// <summary>What can be wrong with an autoencoder of text.</summary>
public enum Ailment
{
    /// <summary>z says next to nothing of the text, or the decoder does not listen to it.</summary>
    PosteriorCollapse,

    /// <summary>z counts for the first words of a text only.</summary>
    PrefixOnly,

    /// <summary>q(z|x) is wider than the prior.</summary>
    OverdispersedPosterior,

    /// <summary>The aggregate posterior q(z) is not the prior that samples are drawn from.</summary>
    FarFromPrior,

    /// <summary>Dimensions of z that say nothing.</summary>
    DeadDimensions,

    /// <summary>No evaluation after the first one was better.</summary>
    BestAtFirstEvaluation,
}

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Good to know; the model does what it is for.</summary>
    Notice,

    /// <summary>Something the model is for works worse than it could.</summary>
    Warning,

    /// <summary>The model does not do what it is for.</summary>
    Serious,
}

/// <summary>A key of the recipe, and what to set it to.</summary>
/// <param name="Key">The dotted name.</param>
/// <param name="Value">The value as TOML.</param>
public sealed record RecipeChange(string Key, string Value)
{
    /// <summary>As `--set` takes it.</summary>
    public override string ToString() => $"{Key}={Value}";
}

/// <summary>Something that was recognised in a model.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Explanation">One paragraph: the figures, what they mean, and what to try.</param>
/// <param name="Changes">What to change in the recipe, the most promising first; each for itself.</param>
public sealed record ModelFinding(Ailment Name, Severity Severity, string Explanation, IReadOnlyList<RecipeChange> Changes);
