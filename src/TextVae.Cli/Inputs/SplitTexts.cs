using TextVae.Corpus;

namespace TextVae.Cli.Inputs;

/// <summary>A text with the label that it has where it comes from, whatever the model knows of it.</summary>
/// <param name="Item">The text as the model reads it.</param>
/// <param name="Label">The name of its label; null for none.</param>
internal sealed record LabelledText(TextItem Item, string? Label);

/// <summary>The texts of a dataset.</summary>
internal static class SplitTexts
{
    /// <summary>The texts of a split in their order, read as they are asked for.</summary>
    public static IEnumerable<LabelledText> Of(Dataset dataset, Split split, TextVaeModel model)
    {
        var store = dataset[split];
        for (var i = 0; i < store.Count; i++)
        {
            var words = store.Read(i);
            var label = store.Labels.IsEmpty || store.Labels.Span[i] < 0 ? null : dataset.Labels[store.Labels.Span[i]];
            var item = new TextItem(model.TextOf(words)) { Words = words, Label = model.Description.Labels.Count == 0 ? null : label };
            yield return new LabelledText(item, label);
        }
    }
}
