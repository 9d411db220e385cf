using System.Text.RegularExpressions;
using TextVae.Tests;

namespace TextVae.Cli.Tests;

/// <summary>Holds the command's folders to the list in <c>docs/architecture.md</c>.</summary>
public sealed partial class RoomTests
{
    /// <summary>Which folder may use which; each stands below all that it uses, so there are no circles.</summary>
    private static readonly (string Room, string[] MayUse)[] Rooms =
    [
        ("Figures", []),
        ("Inputs", []),
        ("Views", ["Inputs", "Figures"]),
        ("Work", ["Views", "Inputs", "Figures"]),
        ("Arguments", ["Work", "Views", "Inputs"]),
        ("Commands", ["Arguments", "Work", "Views", "Inputs", "Figures"]),
    ];

    private static readonly string Source = Path.Combine(Repository.Root, "src", "TextVae.Cli");

    [Fact]
    public void A_file_uses_only_folders_that_its_own_may_know() =>
        Assert.Empty(
            from row in Rooms
            from file in Directory.EnumerateFiles(Path.Combine(Source, row.Room), "*.cs")
            from Match match in Directive.Matches(File.ReadAllText(file))
            let used = match.Groups["room"].Value
            where used != row.Room && !row.MayUse.Contains(used)
            select $"{row.Room}/{Path.GetFileName(file)} uses {used}");

    [Fact]
    public void A_file_is_in_the_folder_of_its_namespace() =>
        Assert.All(
            Rooms.SelectMany(row => Directory.EnumerateFiles(Path.Combine(Source, row.Room), "*.cs")),
            file => Assert.Contains(
                $"namespace TextVae.Cli.{Path.GetFileName(Path.GetDirectoryName(file))};", File.ReadLines(file)));

    [Fact]
    public void The_folders_are_those_of_the_list() =>
        Assert.Equal(
            Rooms.Select(row => row.Room).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Source).Select(folder => Path.GetFileName(folder)!).Except(["bin", "obj"]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_folder_uses_only_folders_above_it() =>
        Assert.All(Rooms.Index(), row => Assert.Subset(
            Rooms.Take(row.Index).Select(above => above.Room).ToHashSet(), row.Item.MayUse.ToHashSet()));

    [Fact]
    public void The_documentation_shows_the_same_list() =>
        Assert.Equal(
            Rooms.Select(row => (row.Room, MayUse: string.Join(", ", row.MayUse.DefaultIfEmpty("nothing")))),
            Repository.Rows("docs/architecture.md", "| folder of the command | may use |").Select(cells => (Room: cells[0].Trim('`'), MayUse: cells[1])));

    [GeneratedRegex(@"TextVae\.Cli\.(?<room>[A-Z]\w*)\b(?=[^\n]*;)")]
    private static partial Regex Directive { get; }
}
