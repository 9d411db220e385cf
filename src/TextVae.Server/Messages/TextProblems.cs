namespace TextVae.Server.Messages;

/// <summary>What is wrong with the texts of a question.</summary>
internal static class TextProblems
{
    public static IEnumerable<string> Of(IReadOnlyList<string?> texts, ServerOptions options) =>
        [.. Bounds.OfCount("texts", texts.Count, options), .. Bounds.First(texts.Index().Select(text => Of(text.Index, text.Item, options)))];

    private static string? Of(int place, string? text, ServerOptions options)
    {
        if (text is null)
            return $"Text {place + 1} is null; it has to be a text, which may be empty.";
        return text.Length > options.MaxCharacters
            ? $"Text {place + 1} has {text.Length} characters; this server reads {options.MaxCharacters} of one. Cut it into several."
            : null;
    }
}
