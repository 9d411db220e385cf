using TextVae.Tests;
using TextVae.Tests.Architecture;

namespace TextVae.Cli.Tests;

/// <summary>Holds the command's folders to the list in <c>docs/architecture.md</c>.</summary>
public sealed class RoomTests
{
    private static readonly FolderOrder Order = new(
        "TextVae.Cli",
        ("Figures", []),
        ("Inputs", []),
        ("Views", ["Inputs", "Figures"]),
        ("Work", ["Views", "Inputs", "Figures"]),
        ("Arguments", ["Work", "Views", "Inputs"]),
        ("Commands", ["Arguments", "Work", "Views", "Inputs", "Figures"]));

    [Fact]
    public void A_file_uses_only_folders_that_its_own_may_know() => Assert.Empty(Order.Violations());

    [Fact]
    public void A_file_is_in_the_folder_of_its_namespace() => Assert.Empty(Order.Misplaced());

    [Fact]
    public void A_folder_uses_only_folders_above_it() => Assert.Empty(Order.OutOfOrder());

    [Fact]
    public void The_folders_are_those_of_the_list() =>
        Assert.Equal(Order.Rooms.Select(row => row.Room).Order(StringComparer.Ordinal), Order.Folders());

    [Fact]
    public void The_documentation_shows_the_same_list() =>
        Assert.Equal(
            Order.Rooms.Select(row => (row.Room, MayUse: string.Join(", ", row.MayUse.DefaultIfEmpty("nothing")))),
            Repository.Rows("docs/architecture.md", "| folder of the command | may use |").Select(cells => (Room: cells[0].Trim('`'), MayUse: cells[1])));
}
