namespace TextVae.Runs;

/// <summary>How far two spellings are apart.</summary>
public static class Spelling
{
    /// <summary>The Levenshtein distance: insertions, deletions and replacements of characters.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    public static int Distance(string a, string b)
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
