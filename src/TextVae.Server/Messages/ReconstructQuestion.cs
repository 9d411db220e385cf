using TextVae.Generation;

namespace TextVae.Server.Messages;

/// <summary>Texts to be encoded and decoded again.</summary>
internal sealed record ReconstructQuestion : DecodingFields, IQuestion
{
    /// <summary>Texts as they are.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>The label of the texts, for a model that knows labels.</summary>
    public string? Label { get; init; }

    protected override DecodingStrategy Standard => DecodingStrategy.Beam;

    int IQuestion.Count => Texts.Count;

    IEnumerable<string> IQuestion.Problems(ServedModel served) =>
    [
        .. served.RefusalOf("reconstruct"), .. TextProblems.Of(Texts, served.Options), .. served.ProblemsOfLabel(Label),
        .. ProblemsOfDecoding(served.Options),
    ];
}
