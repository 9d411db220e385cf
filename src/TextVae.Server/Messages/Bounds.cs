namespace TextVae.Server.Messages;

/// <summary>Limits in words.</summary>
internal static class Bounds
{
    private const int Listed = 10;
    private const int Longest = 60;

    /// <summary>Refuses a field outside of its bounds.</summary>
    public static IEnumerable<string> Of(string field, int value, int least, int most)
    {
        if (value < least || value > most)
            yield return $"The field '{field}' is {value}; it has to be between {least} and {most}.";
    }

    /// <summary>Refuses more items than a request may have.</summary>
    public static IEnumerable<string> OfCount(string what, int count, ServerOptions options)
    {
        if (count > options.MaxTexts)
            yield return $"There are {count} {what}; this server takes {options.MaxTexts} at once. Send them in several requests.";
    }

    /// <summary>The first problems of many, and how many more there are.</summary>
    public static IEnumerable<string> First(IEnumerable<string?> problems)
    {
        var (first, more) = (new List<string>(), 0);
        foreach (var problem in problems.OfType<string>())
        {
            if (first.Count < Listed)
                first.Add(problem);
            else
                more++;
        }

        return more == 0 ? first : [.. first, $"There are {more} more of this kind."];
    }

    /// <summary>The beginning of what a message quotes.</summary>
    public static string Cut(string text) =>
        text.Length <= Longest ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)}...";
}
