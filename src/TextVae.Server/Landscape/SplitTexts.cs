using TextVae.Corpus;

namespace TextVae.Server.Landscape;

/// <summary>Texts of a split, in their order; they stay in their file until somebody reads them.</summary>
internal sealed class SplitTexts : ITextSource
{
    private const long Seed = 1;

    private readonly Dataset _dataset;
    private readonly TokenStore _store;
    private readonly TextVaeModel _model;
    private readonly int[] _chosen;

    /// <summary>Chooses the texts: all, or so many at random, and for a model with labels those that have one.</summary>
    public SplitTexts(Dataset dataset, Split split, int most, TextVaeModel model)
    {
        (_dataset, _store, _model, Name) = (dataset, dataset[split], model, ChoiceName.Of(split));
        var needsLabel = model.Description.Labels.Count > 0;
        int[] all = [.. Enumerable.Range(0, _store.Count).Where(i => !needsLabel || NumberOf(i) >= 0)];
        Whole = all.Length;
        if (all.Length > most)
        {
            new RandomStream(Seed, all.Length).Shuffle<int>(all);
            all = all[..most];
            Array.Sort(all);
        }

        _chosen = all;
    }

    public string Name { get; }

    public int Count => _chosen.Length;

    public int Whole { get; }

    public IReadOnlyList<string> Labels => _dataset.Labels;

    public TextItem this[int index]
    {
        get
        {
            var words = _store.Read(_chosen[index]);
            return new TextItem(_model.TextOf(words))
            {
                Words = words,
                Label = _model.Description.Labels.Count == 0 ? null : Labels[LabelOf(index)],
            };
        }
    }

    public int LabelOf(int index) => NumberOf(_chosen[index]);

    public int WordsOf(int index) => _store.LengthOf(_chosen[index]);

    private int NumberOf(int sentence) => _store.Labels.IsEmpty ? -1 : _store.Labels.Span[sentence];
}
