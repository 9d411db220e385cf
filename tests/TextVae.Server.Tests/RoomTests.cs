using TextVae.Tests.Architecture;

namespace TextVae.Server.Tests;

/// <summary>
/// Holds the server's folders to an order without circles: Messages and Monitoring know no other folder, Problems knows how messages are
/// written, Access, Limits and Landscape refuse by problems, and Endpoints brings all of them together. What stands in the root is open to all,
/// and Page is files that are served as they are.
/// </summary>
public sealed class RoomTests
{
    private static readonly FolderOrder Order = new(
        "TextVae.Server",
        ("Messages", []),
        ("Monitoring", []),
        ("Problems", ["Messages"]),
        ("Access", ["Problems"]),
        ("Limits", ["Problems"]),
        ("Landscape", ["Problems", "Messages"]),
        ("Endpoints", ["Landscape", "Limits", "Access", "Problems", "Monitoring", "Messages"]));

    [Fact]
    public void A_file_uses_only_folders_that_its_own_may_know() => Assert.Empty(Order.Violations());

    [Fact]
    public void A_file_is_in_the_folder_of_its_namespace() => Assert.Empty(Order.Misplaced());

    [Fact]
    public void A_folder_uses_only_folders_above_it() => Assert.Empty(Order.OutOfOrder());

    [Fact]
    public void The_folders_are_those_of_the_list() =>
        Assert.Equal(Order.Rooms.Select(row => row.Room).Append("Page").Order(StringComparer.Ordinal), Order.Folders());
}
