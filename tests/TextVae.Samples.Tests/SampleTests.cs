using System.Reflection;
using System.Text.RegularExpressions;
using TextVae.Tests;

namespace TextVae.Samples.Tests;

/// <summary>Every sample runs and does what it says that it does.</summary>
public sealed class SampleTests : IClassFixture<SampleTests.SharedFolder>
{
    private readonly SharedFolder _shared;

    public SampleTests(SharedFolder shared) => _shared = shared;

    public static TheoryData<string> Samples => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.csproj", SearchOption.AllDirectories)
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Tickets_are_found_by_their_topic()
    {
        using var folder = new TemporaryFolder();

        var output = Run("SemanticSearch", folder.Path);

        Assert.InRange(output.Count(line => line.StartsWith("  billing ", StringComparison.Ordinal)), 4, 5);
        Assert.InRange(Number(output, @"^Neighbours of the same topic: (\d+) % \(by chance 25 %\)$"), 92, 100);
    }

    [Fact]
    public void Shuffled_reviews_are_the_most_unusual()
    {
        var output = Run("Outliers", _shared.Folder.Path);

        Assert.InRange(Number(output, @"^Shuffled reviews among them: (\d) of 8$"), 7, 8);
        Assert.Equal(8, output.Count(line => Regex.IsMatch(line, @"^  \d\.\d\d  \S+ \(\d+\.\d\)  \S")));
    }

    [Fact]
    public void Variants_differ_and_lie_near_their_own_text()
    {
        var output = Run("Augmentation", _shared.Folder.Path);

        Assert.InRange(Number(output, @"^Different texts: (\d+) of 100$"), 65, 100);
        // By chance 5.
        Assert.InRange(Number(output, @"^Nearer to their own text than to the 19 others: (\d+) of 100$"), 85, 100);
    }

    [Fact]
    public void The_term_of_ones_own_makes_the_dimensions_vary_less_together()
    {
        using var folder = new TemporaryFolder();

        var output = Run("CustomObjective", folder.Path);

        var without = Number(output, @"^Weight 0: .* covariance between dimensions (\d+\.\d+)$");
        var with = Number(output, @"^Weight 10: .* covariance between dimensions (\d+\.\d+)$");
        Assert.True(with < without / 2, $"The covariance is {with} with the term and {without} without it.");
        Assert.True(File.Exists(folder["model-10/weights.safetensors"]));
        Assert.Equal(6, output.Count(line => Regex.IsMatch(line, @"^  step \d+: reconstruction \d+\.\d+, kl \d+\.\d+, covariance \d+\.\d+$")));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Its_command_stands_in_its_head_and_in_the_list_of_samples(string sample)
    {
        var command = $"dotnet run -c Release --project samples/{sample}";

        Assert.Contains($"//     {command}\n", Repository.Read($"samples/{sample}/Program.cs"));
        Assert.Contains($"`{command}` |\n", Repository.Read("samples/README.md"));
        Assert.Contains($"Run(\"{sample}\"", Repository.Read("tests/TextVae.Samples.Tests/SampleTests.cs"));
    }

    private static string[] Run(string sample, string folder)
    {
        var before = (Console.Out, Console.Error);
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        Console.SetError(TextWriter.Null);
        try
        {
            Assembly.Load(sample).EntryPoint!.Invoke(null, [new[] { folder }]);
        }
        finally
        {
            Console.SetOut(before.Out);
            Console.SetError(before.Error);
        }

        return output.ToString().TrimEnd('\n').Split('\n');
    }

    private static double Number(string[] lines, string pattern) =>
        double.Parse(Assert.Single(lines.Select(line => Regex.Match(line, pattern)), match => match.Success).Groups[1].Value);

    /// <summary>The model of synthetic reviews that two samples share.</summary>
    public sealed class SharedFolder : IDisposable
    {
        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
