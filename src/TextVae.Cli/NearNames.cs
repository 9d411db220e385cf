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
        var near = names.Select(name => (Name: name, Mistakes: Distance(typed, name))).Where(name => name.Mistakes <= most).ToArray();
        return near.Length == 0
            ? []
            : [.. near.Where(name => name.Mistakes == near.Min(other => other.Mistakes)).Select(name => name.Name)];
    }

    /// <summary>The Levenshtein distance: insertions, deletions and replacements of characters.</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
