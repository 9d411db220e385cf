using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Tests;

/// <summary>The example in the readme compiles, runs, and is the one here.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_reconstructs_a_text_and_draws_three()
    {
        using var data = new TinyDataset();
        using var folder = new TemporaryFolder();
        var recipe = new Recipe { Model = Tiny.Autoencoder, Training = new() { Steps = 1 } };
        using (var run = TrainingRun.Start(recipe, data.Dataset, data.Path, new RunFolder(folder["run"])))
            Assert.IsType<RunFinished>(run.Execute(TestContext.Current.CancellationToken).Last());

        var output = Example(folder["run"]).Split('\n');

        Assert.Equal(5, output.Length);
        Assert.Matches(@"^.* \(ln p = -\d+\.\d\)$", output[0]);
        Assert.Equal("", output[4]);
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

    private static string Example(string run)
    {
        var before = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            // The example:
            using var model = TrainedModel.Load(run);
            var words = model.WordsOf("the food was great");

            using var greedy = new TextGenerator(model.Model, new DecodingOptions());
            foreach (var text in greedy.Reconstruct([words]))
                Console.WriteLine($"{model.TextOf(text.Words)} (ln p = {text.LogProbability:F1})");

            using var sampling = new TextGenerator(model.Model, new DecodingOptions { Strategy = DecodingStrategy.Sample });
            foreach (var text in sampling.Sample(3))
                Console.WriteLine(model.TextOf(text.Words));
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
