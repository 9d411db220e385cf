using System.Text.RegularExpressions;

namespace TextVae.Tests.Architecture;

/// <summary>The folders of a project that stand one above the other: each uses only some of those before it. Its root is open to all.</summary>
/// <param name="project">The project's name, which is that of its folder in <c>src</c> and of its namespace.</param>
/// <param name="rooms">The folders, the lowest first, each with those that it may use.</param>
internal sealed class FolderOrder(string project, params (string Room, string[] MayUse)[] rooms)
{
    private readonly string _source = Path.Combine(Repository.Root, "src", project);

    private readonly Regex _directive = new(
        $@"{Regex.Escape(project)}\.(?<room>[A-Z]\w*)\b(?=[^\n]*;)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    public IReadOnlyList<(string Room, string[] MayUse)> Rooms => rooms;

    /// <summary>What files use beside what their folder may.</summary>
    public IEnumerable<string> Violations() =>
        from row in rooms
        from file in FilesOf(row.Room)
        from Match match in _directive.Matches(File.ReadAllText(file))
        let used = match.Groups["room"].Value
        where used != row.Room && !row.MayUse.Contains(used)
        select $"{row.Room}/{Path.GetFileName(file)} uses {used}";

    /// <summary>Files whose namespace is not that of their folder.</summary>
    public IEnumerable<string> Misplaced() =>
        from row in rooms
        from file in FilesOf(row.Room)
        where !File.ReadLines(file).Contains($"namespace {project}.{row.Room};")
        select $"{row.Room}/{Path.GetFileName(file)}";

    /// <summary>Folders that may use one which is not before them.</summary>
    public IEnumerable<string> OutOfOrder() =>
        from row in rooms.Index()
        from used in row.Item.MayUse.Except(rooms.Take(row.Index).Select(above => above.Room))
        select $"{row.Item.Room} may use {used}";

    /// <summary>The folders that are there, but for what a build makes.</summary>
    public IEnumerable<string> Folders() =>
        Directory.EnumerateDirectories(_source).Select(folder => Path.GetFileName(folder)).Except(["bin", "obj"]).Order(StringComparer.Ordinal);

    private IEnumerable<string> FilesOf(string room) => Directory.EnumerateFiles(Path.Combine(_source, room), "*.cs");
}
