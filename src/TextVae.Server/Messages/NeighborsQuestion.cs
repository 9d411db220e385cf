using TextVae.Vectors;

namespace TextVae.Server.Messages;

/// <summary>Texts whose neighbors are asked for: any, or some of the map's by their places.</summary>
internal sealed record NeighborsQuestion : IQuestion
{
    /// <summary>Texts as they are.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Instead of texts: places in the map's lists, from 0 on. A text is not its own neighbor.</summary>
    public IReadOnlyList<int>? Indices { get; init; }

    /// <summary>How many neighbors of each (default: 10).</summary>
    public int? Count { get; init; }

    /// <summary>What close is: "cosine" (default), "euclidean" or "inner-product".</summary>
    public string? Measure { get; init; }

    /// <summary>The label of the texts, for a model that knows labels.</summary>
    public string? Label { get; init; }

    /// <summary>How many, whether or not it was said.</summary>
    internal int Neighbors => Count ?? 10;

    internal VectorMeasure? Kind => Measure switch
    {
        null or "cosine" => VectorMeasure.Cosine,
        "euclidean" => VectorMeasure.Euclidean,
        "inner-product" => VectorMeasure.InnerProduct,
        _ => null,
    };

    int IQuestion.Count => Texts?.Count ?? Indices?.Count ?? 0;

    IEnumerable<string> IQuestion.Problems(ServedModel served) =>
    [
        .. served.RefusalOf("find neighbors"),
        .. (Texts is null) == (Indices is null) ? ["Neighbors are those of 'texts' or of 'indices'; give one of the two fields."] : Array.Empty<string>(),
        .. Texts is null ? [] : TextProblems.Of(Texts, served.Options),
        .. Indices is null ? [] : Bounds.OfCount("indices", Indices.Count, served.Options),
        .. Bounds.Of("count", Neighbors, 1, served.Options.MaxTexts),
        .. Kind is null ? [$"The field 'measure' is '{Bounds.Cut(Measure!)}'; it has to be cosine, euclidean or inner-product."] : Array.Empty<string>(),
        // The texts of the map have labels of their own.
        .. Texts is null ? [] : served.ProblemsOfLabel(Label),
    ];
}
