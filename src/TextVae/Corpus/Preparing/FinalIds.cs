using TextVae.Corpus.BytePairs;

namespace TextVae.Corpus.Preparing;

/// <summary>
/// The vocabulary of a dataset, and the ids that take the place of each provisional one: a word's own or that of the
/// unknown word, or the tokens of a piece.
/// </summary>
internal sealed class FinalIds
{
    private readonly List<int> _ids = [];
    private readonly List<int> _ends = [];

    private FinalIds(Vocabulary vocabulary, Merges? merges)
    {
        Vocabulary = vocabulary;
        Merges = merges;
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>What the tokens are made by, where they are byte pairs.</summary>
    public Merges? Merges { get; }

    public static FinalIds OfWords(WordTable words, long[] counts, double? coverage, int? maxWords)
    {
        var chosen = WordSelection.Select(counts, words, coverage, maxWords);
        FinalIds final = new(new Vocabulary(chosen.Select(id => words[id])), merges: null);
        var ids = new int[words.Count];
        Array.Fill(ids, Vocabulary.Unknown);
        for (var i = 0; i < chosen.Length; i++)
            ids[chosen[i]] = final.Vocabulary.Count - chosen.Length + i;
        foreach (var id in ids)
            final.Add([id]);
        return final;
    }

    public static FinalIds OfPieces(WordTable pieces, long[] counts, int size, Action<int> step)
    {
        var merges = MergeTraining.Learn(
            Enumerable.Range(1, counts.Length - 1).Where(id => counts[id] > 0).Select(id => (pieces[id], counts[id])), size, step);
        FinalIds final = new(new Vocabulary(merges.Tokens), merges);
        var first = final.Vocabulary.Count - merges.Tokens.Count;
        final.Add([Vocabulary.Unknown]);
        for (var piece = 1; piece < pieces.Count; piece++)
            final.Add(merges.Encode(pieces[piece]).Select(token => first + token));
        return final;
    }

    /// <summary>Adds the final ids of a provisional one to a list.</summary>
    public void AppendTo(List<int> sentence, int provisional)
    {
        var start = provisional == 0 ? 0 : _ends[provisional - 1];
        for (var i = start; i < _ends[provisional]; i++)
            sentence.Add(_ids[i]);
    }

    private void Add(IEnumerable<int> ids)
    {
        _ids.AddRange(ids);
        _ends.Add(_ids.Count);
    }
}
