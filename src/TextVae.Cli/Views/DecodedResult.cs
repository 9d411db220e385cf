using System.Text.Json.Serialization;
using TextVae.Tables;

namespace TextVae.Cli.Views;

/// <summary>A text that was found, and how likely it is.</summary>
internal sealed record FoundText(string Text, double LogProbability);

/// <summary>What <c>decode</c> and <c>sample</c> say of a text that the model has written.</summary>
internal sealed record DecodedResult
{
    /// <summary>The columns of a table.</summary>
    public static readonly IReadOnlyList<TableColumn<DecodedResult>> Columns =
    [
        TableColumn<DecodedResult>.OfText("text", found => found.Text),
        TableColumn<DecodedResult>.OfNumber("log_probability", found => found.LogProbability),
    ];

    public required string Text { get; init; }

    public required double LogProbability { get; init; }

    /// <summary>All texts that were found, the best score first; null where there is only that one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FoundText>? Hypotheses { get; init; }

    public static DecodedResult Of(DecodedText found) => new()
    {
        Text = found.Text,
        LogProbability = found.LogProbability,
        Hypotheses = HypothesesOf(found),
    };

    /// <summary>All texts, where there are several.</summary>
    public static IReadOnlyList<FoundText>? HypothesesOf(DecodedText found) => found.Hypotheses.Count <= 1
        ? null
        : [.. found.Hypotheses.Select(text => new FoundText(text.Text, text.LogProbability))];

    /// <summary>Prints the text, or the list of them with an empty line after it.</summary>
    public void Print(TextWriter output)
    {
        foreach (var text in Hypotheses?.Select(found => found.Text) ?? [Text])
            output.WriteLine(TerminalText.For(output, text));
        if (Hypotheses is not null)
            output.WriteLine();
    }
}
