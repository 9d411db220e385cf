using System.Globalization;
using System.Text.Json.Serialization;

namespace TextVae.Cli.Views;

/// <summary>How much a word counts in the vector of its text.</summary>
internal sealed record WordWeight(string Word, double Weight);

/// <summary>What <c>reconstruct</c> prints of a text, as text or as a JSON object.</summary>
internal sealed record ReconstructedText
{
    /// <summary>What the text is called where it comes from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    public required string Text { get; init; }

    /// <summary>The name of the text's own label, for a model that knows labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    public required string Reconstruction { get; init; }

    public required double LogProbability { get; init; }

    /// <summary>The weights of the words as the model knows them, and of the end of the text; they sum to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WordWeight>? Attention { get; init; }

    /// <summary>All texts that were found, the best score first; null where there is only that one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FoundText>? Hypotheses { get; init; }

    public static ReconstructedText Of(TextItem item, DecodedText found, WordWeight[]? attention) => new()
    {
        Id = item.Id,
        Text = item.Text,
        Label = item.Label,
        Reconstruction = found.Text,
        LogProbability = found.LogProbability,
        Hypotheses = DecodedResult.HypothesesOf(found),
        Attention = attention,
    };

    /// <summary>Prints it with an empty line after it.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine($"text            {TerminalText.For(output, Text)}");
        if (Label is not null)
            output.WriteLine($"label           {TerminalText.For(output, Label)}");
        output.WriteLine($"reconstruction  {TerminalText.For(output, Reconstruction)}");
        foreach (var (place, text) in (Hypotheses ?? []).Index().Skip(1))
            output.WriteLine($"{$"hypothesis {place + 1}",-16}{TerminalText.For(output, text.Text)}");
        if (Attention is not null)
            output.WriteLine($"attention       {string.Join("  ", Attention.Select(word => Shown(output, word)))}");
        output.WriteLine();
    }

    private static string Shown(TextWriter output, WordWeight word) =>
        $"{TerminalText.For(output, word.Word)} {word.Weight.ToString("F2", CultureInfo.InvariantCulture)}";
}
