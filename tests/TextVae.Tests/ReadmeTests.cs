using TextVae.Runs;

namespace TextVae.Tests;

/// <summary>The example in the readme compiles, runs, and is the one here.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_encodes_decodes_interpolates_scores_and_samples()
    {
        using var data = new TinyDataset();
        using var folder = new TemporaryFolder();
        var recipe = new Recipe { Model = Tiny.Autoencoder, Training = new() { Steps = 1 } };
        using (var run = TrainingRun.Start(recipe, data.Dataset, data.Path, new RunFolder(folder["run"])))
            Assert.IsType<RunFinished>(run.Execute(TestContext.Current.CancellationToken).Last());

        var output = Example(folder["run"]).Split('\n');

        Assert.Matches(@"^.* \(ln p = -\d+\.\d\)$", output[0]);
        Assert.Matches(@"^.* \(ln p = -\d+\.\d\)$", output[1]);
        Assert.StartsWith("0.00 ", output[2], StringComparison.Ordinal);
        // Four unknown words and the end, three samples, and the end of the last line.
        Assert.Equal(["<unk>", "<unk>", "<unk>", "<unk>", "</s>"], output[^9..^4].Select(line => line.Split(':')[0]));
        Assert.Equal("", output[^1]);
    }

    [Fact]
    public void The_example_in_the_readme_is_the_one_that_runs_here()
    {
        var readme = Repository.Read("README.md").Split("```csharp\n")[1].Split("```")[0];
        var here = Repository.Read("tests/TextVae.Tests/ReadmeTests.cs").Split("// The example:\n")[1].Split("// Its end.")[0];

        Assert.Equal(
            Lines(readme),
            Lines(here).Select(line => line.Replace("Load(run)", "Load(\"my-run\")", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_readme_of_the_package_shows_lines_of_it() => Assert.Subset(
        Lines(Repository.Read("README.md")).ToHashSet(),
        Lines(Repository.Read("src/TextVae/README.md").Split("```csharp\n")[1].Split("```")[0]).Except(["using TextVae;"]).ToHashSet());

    private static string Example(string run)
    {
        var before = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            // The example:
            using var model = TextVaeModel.Load(run);

            var vectors = model.Encode(["the food was great", "the room was dirty"]);
            foreach (var text in model.Decode(vectors))
                Console.WriteLine($"{text.Text} (ln p = {text.LogProbability:F1})");

            foreach (var step in model.Interpolate("the food was great", "the room was dirty", steps: 5))
                Console.WriteLine($"{step.Share:F2} {step.Text}");

            var kinder = model.AttributeVectorOf(
                from: ["the staff was rude", "never again"], to: ["the staff was friendly", "recommended"], ("complaint", "praise"));
            foreach (var text in model.Transfer(["the staff was rude"], kinder, strength: 1.5))
                Console.WriteLine(text);

            foreach (var word in model.Score(["the food was great"])[0].Words!)
                Console.WriteLine($"{word.Word}: {word.Surprise:F2} nats");

            foreach (var text in model.Sample(3))
                Console.WriteLine(text);
            // Its end.
        }
        finally
        {
            Console.SetOut(before);
        }

        return output.ToString();
    }

    private static IEnumerable<string> Lines(string code) => code.Trim().Split('\n').Select(line => line.Trim());
}
