namespace TextVae.Cli.Inputs;

/// <summary>What runs are called beside each other.</summary>
internal static class RunNames
{
    /// <summary>The names of the folders; where two have the same, as many of the folders around them as tell them apart.</summary>
    public static string[] Of(IReadOnlyList<string> folders)
    {
        var parts = folders.Select(folder => Path.GetFullPath(folder).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var most = parts.Max(path => path.Length);
        for (var count = 1; count < most; count++)
        {
            string[] names = [.. parts.Select(path => string.Join('/', path.TakeLast(count)))];
            if (names.Distinct().Count() == parts.Select(path => string.Join('/', path)).Distinct().Count())
                return names;
        }

        return [.. parts.Select(path => string.Join('/', path))];
    }
}
