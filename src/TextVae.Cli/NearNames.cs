using TextVae.Runs;

namespace TextVae.Cli;

/// <summary>Names that somebody may have meant.</summary>
internal static class NearNames
{
    // A letter left out, doubled or in the place of another; two that have changed places; a third of a long name.
    private const int LeastMistakes = 2;
    private const int CharactersOfMistake = 3;

    /// <summary>Those of the names that are nearest to what was typed; none where all are far from it.</summary>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> names)
    {
        var most = Math.Max(LeastMistakes, typed.Length / CharactersOfMistake);
        var near = names.Select(name => (Name: name, Mistakes: Spelling.Distance(typed, name))).Where(name => name.Mistakes <= most).ToArray();
        return near.Length == 0
            ? []
            : [.. near.Where(name => name.Mistakes == near.Min(other => other.Mistakes)).Select(name => name.Name)];
    }
}
