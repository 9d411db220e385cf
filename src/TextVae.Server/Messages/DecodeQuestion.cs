using TextVae.Generation;

namespace TextVae.Server.Messages;

/// <summary>Vectors to be decoded.</summary>
internal sealed record DecodeQuestion : DecodingFields, IQuestion
{
    /// <summary>Vectors, each of as many finite numbers as z has.</summary>
    public required IReadOnlyList<float[]> Vectors { get; init; }

    /// <summary>The label to write under, for a model that knows labels.</summary>
    public string? Label { get; init; }

    protected override DecodingStrategy Standard => DecodingStrategy.Beam;

    int IQuestion.Count => Vectors.Count;

    IEnumerable<string> IQuestion.Problems(ServedModel served) =>
        served.RefusalOf("decode").ToArray() is { Length: > 0 } refusal
            ? refusal
            : [.. VectorProblems.Of(Vectors, served), .. served.ProblemsOfLabel(Label), .. ProblemsOfDecoding(served.Options)];
}
