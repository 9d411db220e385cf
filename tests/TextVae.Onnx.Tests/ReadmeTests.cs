using TextVae.Tests;

namespace TextVae.Onnx.Tests;

/// <summary>The lines that the pages show compile, run, and are the ones here.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/TextVae.Onnx/README.md")]
    public void The_example_is_the_one_that_runs_here(string page)
    {
        var here = Repository.Read("tests/TextVae.Onnx.Tests/ReadmeTests.cs").Split("// The example:\n")[1].Split("// Its end.")[0].Trim().Split('\n')
            .Select(line => line.Trim().Replace("Load(folder)", "Load(\"my-model\")", StringComparison.Ordinal)).ToArray();

        var shown = Repository.Read(page).Split('\n').Select(line => line.Trim()).SkipWhile(line => line != here[0]).Take(here.Length);

        Assert.Equal(here, shown);
    }

    [Fact]
    public void The_example_encodes_decodes_and_draws()
    {
        using var exported = new ExportedModel(Tiny.Autoencoder);
        var folder = exported.Path;

        // The example:
        using var model = OnnxAutoencoder.Load(folder);
        var vectors = model.Encode(["the food was great", "never again"]);
        var texts = model.Decode(vectors);
        var drawn = model.Sample(3, seed: 7);
        // Its end.

        Assert.Equal([2, 2], vectors.Select(vector => vector.Length));
        Assert.Equal(exported.Reconstructions(["the food was great", "never again"], labels: null), texts);
        Assert.Equal(exported.Samples(3, seed: 7, temperature: 1, label: null), drawn);
    }
}
