using TextVae.Generation;

namespace TextVae.Server.Messages;

/// <summary>Texts that the model is to write by itself.</summary>
internal sealed record SampleQuestion : DecodingFields, IQuestion
{
    /// <summary>How many (default: 10).</summary>
    public int? Count { get; init; }

    /// <summary>The label to write under, for a model that knows labels.</summary>
    public string? Label { get; init; }

    protected override DecodingStrategy Standard => DecodingStrategy.Sample;

    /// <summary>How many, whether or not it was said.</summary>
    internal int Texts => Count ?? 10;

    int IQuestion.Count => Texts;

    IEnumerable<string> IQuestion.Problems(ServedModel served) =>
    [
        .. Bounds.Of("count", Texts, 0, served.Options.MaxTexts), .. served.ProblemsOfLabel(Label), .. ProblemsOfDecoding(served.Options),
        .. Hypotheses > 1 ? ["The field 'hypotheses' is for vectors that are given; a sample is one text."] : Array.Empty<string>(),
    ];
}
