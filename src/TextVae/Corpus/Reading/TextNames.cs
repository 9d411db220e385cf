namespace TextVae.Corpus.Reading;

/// <summary>What columns of texts are usually called.</summary>
internal static class TextNames
{
    private const int MostWords = 3;

    private static readonly HashSet<string> Usual = new(StringComparer.OrdinalIgnoreCase)
    {
        "text", "texts", "review", "reviews", "comment", "comments", "message", "messages", "body", "bodies", "content", "contents",
        "sentence", "sentences", "description", "descriptions", "title", "titles", "summary", "summaries", "tweet", "tweets",
        "question", "questions", "answer", "answers", "document", "documents",
    };

    /// <summary>
    /// Whether a cell is such a name: one of the words alone (<c>Review</c>) or joined to others (<c>review_text</c>,
    /// <c>reviewText</c>), or as the last of two or three words (<c>Ticket text</c>). What ends with a full stop is a text.
    /// </summary>
    public static bool Have(string cell)
    {
        var name = cell.Trim();
        if (name.Length == 0 || !char.IsLetterOrDigit(name[^1]) || !name.All(IsOfNames))
            return false;
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 1 ? Joined(name).Any(part => Usual.Contains(part)) : words.Length <= MostWords && Usual.Contains(words[^1]);
    }

    private static bool IsOfNames(char character) => char.IsLetterOrDigit(character) || character is ' ' or '_' or '-' or '.';

    /// <summary>The words of a name that has no spaces between them: <c>review_text</c> and <c>reviewText</c> have two.</summary>
    private static IEnumerable<string> Joined(string name)
    {
        var start = 0;
        for (var i = 1; i < name.Length; i++)
        {
            if (char.IsLetterOrDigit(name[i]) && !(char.IsUpper(name[i]) && char.IsLower(name[i - 1])))
                continue;
            yield return name[start..i].Trim('_', '-', '.');
            start = i;
        }
        yield return name[start..].Trim('_', '-', '.');
    }
}
