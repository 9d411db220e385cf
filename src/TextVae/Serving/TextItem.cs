namespace TextVae;

/// <summary>A text of many, where they differ in more than their words.</summary>
/// <param name="Text">The text.</param>
public sealed record TextItem(string Text)
{
    /// <summary>The name of its label, for a model that knows labels.</summary>
    public string? Label { get; init; }

    /// <summary>What the caller calls it. The model does not read it.</summary>
    public string? Id { get; init; }

    /// <summary>Its word ids, where it comes from a dataset of the model's words; null for the tokenizer to find them.</summary>
    public IReadOnlyList<int>? Words { get; init; }
}
