using System.CommandLine.Parsing;
using TextVae.Tests;

namespace TextVae.Cli.Tests;

/// <summary>The examples of <c>docs/commands.md</c> print what the page says.</summary>
public sealed class ExampleTests : IDisposable
{
    private const string Page = "docs/commands.md";

    // The readme's takes minutes, and that of docs/server.md goes on until it is stopped.
    private static readonly string[] ShownElsewhere = ["quickstart", "serve"];

    private readonly string _before = Environment.CurrentDirectory;
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }

    [Fact]
    public void Every_command_has_an_example() =>
        Assert.Equal(
            CommandLine.CreateRoot().Subcommands.Select(command => command.Name).Except(ShownElsewhere).Order(StringComparer.Ordinal),
            ExamplePage.Read(Repository.Read(Page)).SelectMany(block => block.Commands).Select(command => command.Split(' ')[1])
                .Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_example_prints_what_the_page_says()
    {
        CopyRecipes();
        Environment.CurrentDirectory = _folder.Path;
        var page = Repository.Read(Page);
        var written = page;

        foreach (var block in ExamplePage.Read(page))
        {
            if (block.Kind == "toml")
            {
                _folder.Write(block.Lines[0].TrimStart('#', ' '), string.Join('\n', block.Lines));
                continue;
            }

            var lines = new List<string>();
            foreach (var command in block.Commands)
            {
                var run = await Run.Of([.. CommandLineParser.SplitCommandLine(command["textvae ".Length..])]);
                Assert.True(run.ExitCode == 0, $"{command}\n{run.Error}");
                lines.Add($"$ {command}");
                if (run.Output.Length > 0)
                    lines.AddRange(run.Output.TrimEnd('\n').Split('\n'));
            }

            if (Environment.GetEnvironmentVariable("TEXTVAE_WRITE_EXAMPLES") == "1")
                written = block.WithLines(written, lines);
            else
                Assert.Equal(block.Compared(block.Lines), block.Compared(lines), block.AreAlike);
        }

        if (written != page)
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, Page), written, TestContext.Current.CancellationToken);
    }

    private void CopyRecipes()
    {
        var recipes = Path.Combine(Repository.Root, "recipes");
        foreach (var file in Directory.EnumerateFiles(recipes, "*.toml"))
        {
            Directory.CreateDirectory(_folder["recipes"]);
            File.Copy(file, Path.Combine(_folder["recipes"], Path.GetFileName(file)));
        }
    }
}
