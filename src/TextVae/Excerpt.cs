namespace TextVae;

/// <summary>Input that a message quotes.</summary>
internal static class Excerpt
{
    private const int Listed = 12;

    /// <summary>The text, or the first part of a long one and how long it is.</summary>
    public static string Of(string text, int longest = 120)
    {
        if (text.Length <= longest)
            return text;
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return $"{text.AsSpan(0, end)}... ({text.Length} characters)";
    }

    /// <summary>The items one after the other, each an excerpt; of many only the first, and how many there are.</summary>
    public static string List(IReadOnlyCollection<string> items, string separator = ", ") =>
        string.Join(separator, items.Take(Listed).Select(item => Of(item))) + (items.Count > Listed ? $"{separator}... ({items.Count} in all)" : "");
}
