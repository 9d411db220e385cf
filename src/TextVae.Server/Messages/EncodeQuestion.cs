namespace TextVae.Server.Messages;

/// <summary>Texts to be encoded.</summary>
internal sealed record EncodeQuestion : IQuestion
{
    /// <summary>Texts as they are.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>The label of the texts, for a model that knows labels.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the logarithm of the variance of q(z|x) is given too.</summary>
    public bool? LogVariance { get; init; }

    /// <summary>Whether each vector is drawn from q(z|x); else it is the mean.</summary>
    public bool? Sample { get; init; }

    /// <summary>The seed of draws (default: 1).</summary>
    public long? Seed { get; init; }

    int IQuestion.Count => Texts.Count;

    IEnumerable<string> IQuestion.Problems(ServedModel served) =>
        [.. served.RefusalOf("encode"), .. TextProblems.Of(Texts, served.Options), .. served.ProblemsOfLabel(Label)];
}
