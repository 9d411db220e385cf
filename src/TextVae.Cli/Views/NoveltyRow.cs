using System.Text.Json.Serialization;
using TextVae.Cli.Inputs;

namespace TextVae.Cli.Views;

/// <summary>What <c>novelty</c> says of a text: each figure is the higher, the less the model expected the text.</summary>
/// <param name="Id">What it is called where it comes from.</param>
/// <param name="Text">The text.</param>
/// <param name="Label">The label that it has where it comes from.</param>
/// <param name="NllPerToken">The bound on −ln p(x) over the tokens, nats.</param>
/// <param name="NllBound">The bound itself.</param>
/// <param name="Kl">KL(q(z|x) ‖ p(z)).</param>
/// <param name="Tokens">Predicted tokens.</param>
/// <param name="NllIwPerToken">The importance-weighted estimate over the tokens, where it was asked for.</param>
/// <param name="NllIw">The estimate itself.</param>
internal sealed record NoveltyRow(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label,
    double NllPerToken, double NllBound, double Kl, int Tokens,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? NllIwPerToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? NllIw)
{
    public static NoveltyRow Of(LabelledText text, TextScore score) => new(
        text.Item.Id, text.Item.Text, text.Label, score.NllBound / score.Tokens, score.NllBound, score.Kl, score.Tokens, score.NllIw / score.Tokens,
        score.NllIw);
}

/// <summary>How well a figure tells texts of new labels from all others.</summary>
/// <param name="Score">The figure.</param>
/// <param name="Auroc">The probability that a new text has a higher one than another text.</param>
/// <param name="StandardError">Its standard error; null where there is one text of a kind.</param>
/// <param name="Novel">Texts of new labels.</param>
/// <param name="Known">All others that have a label.</param>
internal sealed record NoveltyArea(string Score, double Auroc, double? StandardError, int Novel, int Known);
