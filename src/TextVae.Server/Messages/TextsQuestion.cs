namespace TextVae.Server.Messages;

/// <summary>Texts of the map, by their places in its lists.</summary>
internal sealed record TextsQuestion : IQuestion
{
    /// <summary>Places, from 0 on.</summary>
    public required IReadOnlyList<int> Indices { get; init; }

    int IQuestion.Count => Indices.Count;

    IEnumerable<string> IQuestion.Problems(ServedModel served) =>
        [.. served.RefusalOf("lay out texts"), .. Bounds.OfCount("indices", Indices.Count, served.Options)];
}
