using TextVae.Corpus;

namespace TextVae.Cli.Inputs;

/// <summary>Counts the words of texts that a model does not know, for what it says of such texts is of little worth.</summary>
internal sealed class UnknownWords(TextVaeModel model)
{
    // Told from one word in so many on.
    private const int Often = 3;

    private long _words;
    private long _unknown;

    /// <summary>Tells of texts that were typed.</summary>
    public static void Tell(TextWriter error, TextVaeModel model, params IEnumerable<string> texts)
    {
        var words = new UnknownWords(model);
        foreach (var text in texts)
            words.Count(new TextItem(text));
        words.Tell(error);
    }

    /// <summary>Counts the words of a text.</summary>
    /// <returns>The text with its words, so that they need not be found again.</returns>
    public TextItem Count(TextItem text)
    {
        var words = text.Words ?? model.WordsOf(text.Text);
        _words += words.Count;
        _unknown += words.Count(word => word == Vocabulary.Unknown);
        return text with { Words = words };
    }

    /// <summary>Tells how many there were, where they were many.</summary>
    public void Tell(TextWriter error)
    {
        if (_words == 0 || Often * _unknown < _words)
            return;
        var hint = model.Description.Tokenizer.KeepCase ? ", and it tells capital letters from small ones" : "";
        error.WriteLine(
            $"{_unknown} of {_words} words {(_unknown == 1 ? "is" : "are")} unknown to the model: its words are in vocabulary.txt of its folder{hint}");
    }
}
