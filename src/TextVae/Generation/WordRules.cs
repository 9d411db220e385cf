using TextVae.Corpus;

namespace TextVae.Generation;

/// <summary>
/// What may follow a text: never padding, the start token and forbidden words, no word that completes an n-gram which the text
/// has already, and the end only after the fewest words and all required ones.
/// </summary>
internal sealed class WordRules
{
    private readonly DecodingOptions _options;
    private readonly HashSet<int> _never;
    private readonly HashSet<int> _notYet;

    public WordRules(DecodingOptions options)
    {
        _options = options;
        _never = [Vocabulary.Padding, Vocabulary.Start, .. options.Forbidden];
        _notYet = [.. _never, Vocabulary.End];
        Required = new RequiredWords(options.Required);
    }

    /// <summary>The words that a text has to have.</summary>
    public RequiredWords Required { get; }

    /// <summary>The words that may not follow a text.</summary>
    public BlockedWords After(Hypothesis text)
    {
        var mayEnd = text.Length >= _options.MinimumLength && RequiredWords.CountOf(text.Met) == Required.Count;
        return new BlockedWords(mayEnd ? _never : _notYet, _options.NoRepeatNgram == 0 ? null : Repeats(text.Words()));
    }

    /// <summary>Whether a text has just enough places left for the required words that it misses.</summary>
    public bool IsTight(Hypothesis text) =>
        Required.Count > 0 && _options.MaximumLength - text.Length <= Required.Count - RequiredWords.CountOf(text.Met);

    private HashSet<int> Repeats(int[] words)
    {
        var before = _options.NoRepeatNgram - 1;
        var repeats = new HashSet<int>();
        for (var first = 0; first + before < words.Length; first++)
        {
            if (words.AsSpan(first, before).SequenceEqual(words.AsSpan(words.Length - before)))
                repeats.Add(words[first + before]);
        }

        return repeats;
    }
}
