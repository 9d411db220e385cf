using System.Reflection;
using System.Text.RegularExpressions;

namespace TextVae.Tests.Architecture;

/// <summary>Holds the one direction of <c>docs/architecture.md</c>: a stage knows only the stages before it.</summary>
public sealed partial class DirectionTests
{
    /// <summary>Which room may use which; each stands below all that it uses, so there are no circles.</summary>
    private static readonly (string Room, string[] MayUse)[] Rooms =
    [
        ("Native", []),
        ("Distributed", ["Native"]),
        ("Corpus", []),
        ("Tables", ["Corpus"]),
        ("Vectors", ["Tables"]),
        ("Batches", ["Corpus", "Distributed", "Native"]),
        ("Networks", ["Batches", "Distributed", "Native"]),
        ("Models", ["Networks", "Batches", "Corpus", "Distributed", "Native"]),
        ("Objectives", ["Models", "Batches", "Distributed"]),
        ("Training", ["Objectives", "Models", "Batches", "Corpus", "Distributed", "Native"]),
        ("Evaluation", ["Models", "Batches", "Corpus", "Distributed", "Native"]),
        ("Generation", ["Models", "Batches", "Corpus", "Native"]),
        (
            "Runs",
            ["Generation", "Evaluation", "Training", "Objectives", "Models", "Networks", "Batches", "Vectors", "Corpus", "Distributed", "Native"]
        ),
        (
            "Benchmarks",
            ["Runs", "Generation", "Evaluation", "Training", "Objectives", "Models", "Networks", "Batches", "Vectors", "Tables", "Corpus", "Distributed", "Native"]
        ),
        (
            "Reproduction",
            ["Runs", "Generation", "Evaluation", "Training", "Objectives", "Models", "Corpus", "Distributed", "Native"]
        ),
        ("Exporting", ["Runs", "Models", "Networks", "Corpus"]),
        ("Reports", ["Runs", "Generation", "Evaluation", "Objectives", "Models", "Corpus", "Native"]),
        ("Sweeps", ["Reports", "Runs", "Generation", "Evaluation", "Training", "Objectives", "Models", "Corpus", "Distributed", "Native"]),
        ("Serving", ["Runs", "Generation", "Evaluation", "Models", "Batches", "Vectors", "Corpus", "Native"]),
    ];

    private static readonly Use[] Uses = [.. CompiledUses.In(typeof(TextVaeException).Assembly.Location)];

    private static readonly string Source = Path.Combine(Repository.Root, "src", "TextVae");

    /// <summary>The types of the simple API: they stand in a room, and in the root's namespace, so that a program needs one directive.</summary>
    private static readonly HashSet<string> FrontDoor =
    [
        .. Directory.EnumerateFiles(Path.Combine(Source, "Serving"), "*.cs").Select(File.ReadAllText)
            .Where(text => text.Contains("namespace TextVae;", StringComparison.Ordinal))
            .SelectMany(text => PublicType.Matches(text)).Select(match => match.Groups["name"].Value),
    ];

    [Fact]
    public void No_type_uses_a_room_that_its_own_may_not_know() =>
        AssertNone(Uses.Where(use => IsForbidden(RoomOf(use.User), RoomOf(use.Used)))
            .Select(use => $"{use.User} uses {use.Used}"));

    // A constant is compiled into its user and leaves no other trace than the directive.
    [Fact]
    public void No_file_opens_a_room_that_its_own_may_not_know() =>
        AssertNone(SourceFiles().SelectMany(file => NamespacesNamedIn(file)
            .Where(named => IsForbidden(FolderOf(file), RoomOf(named)))
            .Select(named => $"{Path.GetRelativePath(Source, file)} names {named}")));

    [Fact]
    public void A_file_is_in_the_folder_of_its_namespace() =>
        AssertNone(SourceFiles().Where(file => !File.ReadLines(file).Any(line =>
            line == $"namespace {string.Join('.', ["TextVae", .. FoldersOf(file)])};"
            || (line == "namespace TextVae;" && FolderOf(file) == "Serving"))));

    [Fact]
    public void The_simple_API_shows_no_type_of_tensors() =>
        AssertNone(typeof(TextVaeException).Assembly.GetExportedTypes()
            .Where(type => FrontDoor.Contains(type.Name))
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(ShowsTensors)
            .Select(member => $"{member.DeclaringType}: {member}"));

    [Fact]
    public void What_shows_a_tensor_is_found() =>
        Assert.Equal(
            [nameof(TextVae.Models.TextModel.Reconstruction), nameof(TextVae.Models.TextModel.States)],
            typeof(TextVae.Models.TextModel).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(ShowsTensors).Select(member => member.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_rooms_are_those_of_the_library() =>
        Assert.Equal(
            Rooms.Select(row => row.Room).Order(),
            Uses.Select(use => RoomOf(use.User)).Where(room => room is not (null or "")).Distinct().Order());

    [Fact]
    public void A_room_uses_only_rooms_above_it_so_that_there_are_no_circles() =>
        Assert.All(Rooms.Index(), row => Assert.Subset(
            Rooms.Take(row.Index).Select(above => above.Room).ToHashSet(), row.Item.MayUse.ToHashSet()));

    [Fact]
    public void The_documentation_shows_the_same_table() =>
        Assert.Equal(
            Rooms.Select(row => (row.Room, MayUse: string.Join(", ", row.MayUse.DefaultIfEmpty("nothing")))),
            Repository.Rows("docs/architecture.md", "| room | may use |")
                .Select(cells => (Room: cells[0].Trim('`'), MayUse: cells[1])));

    [Fact]
    public void The_library_has_no_console_and_no_network() =>
        AssertNone(Uses.Where(use => use.User.Namespace.StartsWith("TextVae", StringComparison.Ordinal)
                && (use.Used == new TypeName("System", "Console")
                    || $"{use.Used.Namespace}.".StartsWith("System.Net.", StringComparison.Ordinal)))
            .Select(use => $"{use.User} uses {use.Used}"));

    [Theory]
    [InlineData("Corpus", "Models", true)]
    [InlineData("", "Corpus", true)]
    [InlineData("Runs", "Cli", true)]
    [InlineData("Batches", "Corpus", false)]
    [InlineData("Corpus", "Corpus", false)]
    [InlineData("Corpus", "", false)]
    [InlineData("Corpus", null, false)]
    public void What_the_table_does_not_name_is_forbidden(string user, string? used, bool isForbidden) =>
        Assert.Equal(isForbidden, IsForbidden(user, used));

    // A list that is not empty is shown whole, which an assertion on collections does not do.
    private static void AssertNone(IEnumerable<string> violations) =>
        Assert.True(!violations.Any(), string.Join('\n', violations));

    /// <summary>The root, with its exceptions, is open to all and knows none.</summary>
    private static bool IsForbidden(string? user, string? used) =>
        user is not null && used is not (null or "") && user != used
        && !Rooms.Any(row => row.Room == user && row.MayUse.Contains(used));

    /// <summary>Whether whoever uses a member meets a type of TorchSharp, in whatever depth: <c>torch.Tensor</c> is a nested one.</summary>
    private static bool ShowsTensors(MemberInfo member) => (member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => Enumerable.Empty<Type>(),
    }).Any(type => $"{type}".Contains("TorchSharp", StringComparison.Ordinal));

    private static string? RoomOf(TypeName type) =>
        type.Namespace == "TextVae" && FrontDoor.Contains(type.Name.Split('`')[0]) ? "Serving" : RoomOf(type.Namespace);

    /// <summary>"Corpus" for TextVae.Corpus.Reading, "" for TextVae itself, null for what is of no project here.</summary>
    private static string? RoomOf(string name) => name.Split('.') switch
    {
        ["TextVae"] => "",
        ["TextVae", var room, ..] => room,
        _ => null,
    };

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => FolderOf(file) is not ("bin" or "obj"));

    private static string[] FoldersOf(string file) =>
        Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[..^1];

    private static string FolderOf(string file) => FoldersOf(file).FirstOrDefault("");

    private static IEnumerable<string> NamespacesNamedIn(string file) =>
        OurNamespace.Matches(File.ReadAllText(file)).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"^public (?:static |sealed |partial )*(?:class|record|enum) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType { get; }

    [GeneratedRegex(@"\bTextVae\.[A-Z]\w+")]
    private static partial Regex OurNamespace { get; }
}
