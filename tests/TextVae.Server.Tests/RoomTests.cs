using System.Text.RegularExpressions;
using TextVae.Tests;

namespace TextVae.Server.Tests;

/// <summary>
/// Holds the server's folders to an order without circles: Messages and Monitoring know no other folder, Problems knows how messages are
/// written, Access, Limits and Landscape refuse by problems, and Endpoints brings all of them together. What stands in the root is open to all,
/// and Page is files that are served as they are.
/// </summary>
public sealed partial class RoomTests
{
    /// <summary>Which folder may use which; each stands below all that it uses.</summary>
    private static readonly (string Room, string[] MayUse)[] Rooms =
    [
        ("Messages", []),
        ("Monitoring", []),
        ("Problems", ["Messages"]),
        ("Access", ["Problems"]),
        ("Limits", ["Problems"]),
        ("Landscape", ["Problems", "Messages"]),
        ("Endpoints", ["Landscape", "Limits", "Access", "Problems", "Monitoring", "Messages"]),
    ];

    private static readonly string Source = Path.Combine(Repository.Root, "src", "TextVae.Server");

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
            file => Assert.Contains($"namespace TextVae.Server.{Path.GetFileName(Path.GetDirectoryName(file))};", File.ReadLines(file)));

    [Fact]
    public void The_folders_are_those_of_the_list() =>
        Assert.Equal(
            Rooms.Select(row => row.Room).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Source).Select(folder => Path.GetFileName(folder)!).Except(["bin", "obj", "Page"]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_folder_uses_only_folders_above_it() =>
        Assert.All(Rooms.Index(), row => Assert.Subset(
            Rooms.Take(row.Index).Select(above => above.Room).ToHashSet(), row.Item.MayUse.ToHashSet()));

    [GeneratedRegex(@"TextVae\.Server\.(?<room>[A-Z]\w*)\b(?=[^\n]*;)")]
    private static partial Regex Directive { get; }
}
