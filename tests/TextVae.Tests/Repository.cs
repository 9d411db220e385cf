namespace TextVae.Tests;

/// <summary>The checkout that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The text of a file, named from the root with slashes.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The rows of all Markdown tables of a page, each as its cells.</summary>
    public static IEnumerable<string[]> Rows(string page) => Cells(Read(page).Split('\n'));

    /// <summary>The rows of the Markdown table that starts with a certain line, each as its cells.</summary>
    public static IEnumerable<string[]> Rows(string page, string heading) => Cells(
        Read(page).Split('\n').SkipWhile(line => line != heading).Skip(2).TakeWhile(line => line.StartsWith('|')));

    private static IEnumerable<string[]> Cells(IEnumerable<string> lines) =>
        lines.Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TextVae.slnx")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds TextVae.slnx.");
    }
}
