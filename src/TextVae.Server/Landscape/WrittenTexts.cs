using TextVae.Generation;

namespace TextVae.Server.Landscape;

/// <summary>Texts that the model has written itself, where its dataset is not to be had.</summary>
internal sealed class WrittenTexts : ITextSource
{
    /// <summary>Writing takes longer than encoding, so there are fewer.</summary>
    public const int Most = 2000;

    private const int AtOnce = 64;

    private readonly (TextItem Item, int Label, int Words)[] _texts;

    private WrittenTexts((TextItem Item, int Label, int Words)[] texts, IReadOnlyList<string> labels) => (_texts, Labels) = (texts, labels);

    public string Name => "samples";

    public int Count => _texts.Length;

    public int Whole => _texts.Length;

    public IReadOnlyList<string> Labels { get; }

    public TextItem this[int index] => _texts[index].Item;

    public int LabelOf(int index) => _texts[index].Label;

    public int WordsOf(int index) => _texts[index].Words;

    /// <summary>Lets the model write, under each of its labels in turn where it has any.</summary>
    public static async Task<WrittenTexts> WriteAsync(Patience model, int most, IProgress<double> progress, CancellationToken cancellation)
    {
        var labels = model.Model.Description.Labels;
        var count = Math.Min(most, Most);
        var texts = new List<(TextItem, int, int)>();
        for (var piece = 0; texts.Count < count; piece++)
        {
            int? label = labels.Count == 0 ? null : piece % labels.Count;
            var name = label is { } number ? labels[number] : null;
            var options = new DecodingOptions { Strategy = DecodingStrategy.Sample, Seed = piece + 1 };
            var (asked, seed) = (Math.Min(AtOnce, count - texts.Count), options);
            var written = await model.AskAsync(one => one.SampleAsync(asked, seed, name, cancellation), cancellation);
            texts.AddRange(written.Select(text => (new TextItem(text.Text) { Label = name }, label ?? -1, model.Model.WordsOf(text.Text).Length)));
            progress.Report((double)texts.Count / count);
        }

        return new WrittenTexts([.. texts], labels);
    }
}
