namespace TextVae;

/// <content>Texts and word ids, which need no turn of the model's thread.</content>
public sealed partial class TextVaeModel
{
    /// <summary>The word ids of a text, as the model reads it.</summary>
    /// <param name="text">A text as it is.</param>
    public int[] WordsOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _trained.WordsOf(text);
    }

    /// <summary>The text of word ids.</summary>
    /// <param name="words">Ids, each at least 0 and less than <see cref="ModelDescription.Words"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no word with such an id.</exception>
    public string TextOf(IEnumerable<int> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return _trained.TextOf(KnownWords([.. words]));
    }

    /// <summary>The id of a single word, for <see cref="Generation.DecodingOptions.Forbidden"/> and <see cref="Generation.DecodingOptions.Required"/>.</summary>
    /// <param name="word">The word as it stands in a text; &lt;unk&gt; is the unknown word.</param>
    /// <exception cref="RecipeException">The text is none or several of the model's words.</exception>
    public int WordOf(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return _trained.WordOf(word);
    }

    /// <summary>The number of a label, for <see cref="Generation.DecodingOptions.Label"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RecipeException">The model knows no such label, or none at all.</exception>
    public int LabelNumberOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _trained.LabelOf(name);
    }
}
