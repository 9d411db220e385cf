using System.CommandLine.Parsing;
using TextVae.Tests;

namespace TextVae.Cli.Tests;

/// <summary>What the pages and recipes tell to type can be typed.</summary>
public sealed class DocumentationTests
{
    private const string InCheckout = "dotnet run -c Release --project src/TextVae.Cli --";

    public static TheoryData<string> Commands => [.. Pages().SelectMany(CommandsOf).Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_in_the_documentation_is_understood(string command) =>
        Assert.Equal([], UsageProblems.Of(CommandLine.CreateRoot().Parse(CommandLineParser.SplitCommandLine(command).ToArray())));

    [Fact]
    public void The_readme_of_the_tool_names_the_tool_and_its_command()
    {
        var readme = Repository.Read("src/TextVae.Cli/README.md");
        var project = Repository.Read("src/TextVae.Cli/TextVae.Cli.csproj");

        Assert.Contains("dotnet tool install --global TextVae.Tool", readme);
        Assert.Contains("<PackageId>TextVae.Tool</PackageId>", project);
        Assert.Contains("<ToolCommandName>textvae</ToolCommandName>", project);
    }

    [Fact]
    public void The_readme_has_every_command_and_no_other() =>
        Assert.Equal(
            CommandLine.CreateRoot().Subcommands.Select(command => command.Name),
            Repository.Rows("README.md", "| command | does |").Select(cells => cells[0].Trim('`')));

    [Fact]
    public async Task The_page_of_results_has_the_rows_of_their_file()
    {
        var table = await Run.Of("sweep", "--table", Path.Combine(Repository.Root, "docs", "results.json"));

        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        Assert.All(table.Output.Split('\n'), line => Assert.Contains(line, Repository.Read("docs/results.md")));
    }

    [Fact]
    public void A_command_that_does_not_exist_would_be_found() =>
        Assert.Equal(
            ["trian my.toml"],
            CommandsOf("Some words.\n\n    textvae trian my.toml\n")
                .Where(command => CommandLine.CreateRoot().Parse(command).Errors.Count > 0));

    private static IEnumerable<string> Pages() =>
        new[] { "README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/commands.md", "docs/evaluation.md", "docs/formats.md", "docs/generation.md", "docs/performance.md", "docs/recipes.md", "docs/reliability.md", "docs/reproduction.md", "docs/results.md", "docs/scaling.md", "docs/server.md", "src/TextVae.Cli/README.md" }
            .Select(Repository.Read)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "recipes"), "*.toml", SearchOption.AllDirectories)
                .Select(File.ReadAllText));

    /// <summary>The arguments of each line that starts with the command, continued lines joined and pipes cut off.</summary>
    private static IEnumerable<string> CommandsOf(string page) => page
        .Replace("\\\n", "", StringComparison.Ordinal)
        .Split('\n')
        .Select(line => line.TrimStart('#', '$', ' ').Replace(InCheckout, "textvae", StringComparison.Ordinal))
        // With more blanks it is a row of what `doctor` prints.
        .Where(line => line.StartsWith("textvae ", StringComparison.Ordinal) && !line.StartsWith("textvae  ", StringComparison.Ordinal))
        .Select(line => line.Split(" | ")[0]["textvae ".Length..].Replace("#", "", StringComparison.Ordinal));
}
