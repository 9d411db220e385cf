namespace TextVae.Sweeps;

/// <summary>What runs are called.</summary>
internal static class SweepNames
{
    private const int Longest = 100;

    /// <summary>Whether a name can be a folder on any system, and leaves no doubt where it ends before a hyphen.</summary>
    public static bool IsUsable(string name) => name.Length is > 0 and <= Longest
        && name.All(c => char.IsAsciiLetterOrDigit(c) || "._-".Contains(c))
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);

    /// <summary>A name of each setting, such as "kl-0.2" of objective.kl=0.2: the last part of its key, or all of them where two keys
    /// end alike, and its value.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<string> settings)
    {
        var pairs = settings.Select(setting => setting.Split('=', 2)).ToArray();
        var ends = pairs.CountBy(pair => End(pair[0])).ToDictionary();
        return pairs.Select(pair => $"{Clean(ends[End(pair[0])] > 1 ? pair[0] : End(pair[0]))}-{Clean(pair[1])}");
    }

    private static string End(string key) => key[(key.LastIndexOf('.') + 1)..];

    /// <summary>What a name may not have becomes one hyphen between what it may.</summary>
    private static string Clean(string text) => string.Join(
        '-', string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
