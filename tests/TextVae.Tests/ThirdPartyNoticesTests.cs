using System.Text.Json;

namespace TextVae.Tests;

/// <summary>Holds <c>THIRD-PARTY-NOTICES.md</c> to the packages that the lock files name.</summary>
public sealed class ThirdPartyNoticesTests
{
    [Fact]
    public void Every_package_stands_in_the_notices_with_its_version_and_no_other() =>
        Assert.Equal(Restored().Distinct().Order(StringComparer.Ordinal), Noticed().Order(StringComparer.Ordinal));

    private static IEnumerable<string> Noticed() =>
        Repository.Rows("THIRD-PARTY-NOTICES.md").Where(cells => cells.Length == 5 && char.IsAsciiDigit(cells[1][0]))
            .Select(cells => $"{cells[0]} {cells[1]}");

    private static IEnumerable<string> Restored() =>
        from folder in new[] { "samples", "src", "tests" }
        from project in Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder))
        let file = Path.Combine(project, "packages.lock.json")
        where File.Exists(file)
        from framework in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("dependencies").EnumerateObject()
        from package in framework.Value.EnumerateObject()
        where package.Value.GetProperty("type").GetString() != "Project"
        select $"{package.Name} {package.Value.GetProperty("resolved").GetString()}";
}
