using TextVae.Models;

namespace TextVae.Onnx.Tests;

/// <summary>What ONNX Runtime makes of every kind of model is what libtorch makes of it.</summary>
public sealed class ArchitectureTests
{
    private const float Tolerance = 1e-4f;

    private static readonly string[] Texts =
        ["a b c d e a b c d e e d c b a", "c", "", "unheard-of words", "e e e a", "b unknown b", "d c", "a a a a a a a a a"];

    public static TheoryData<string> Autoencoders => [.. Architectures.Autoencoders.Keys];

    public static TheoryData<string> All => [.. Architectures.Autoencoders.Keys.Concat(Architectures.LanguageModels.Keys)];

    [Theory]
    [MemberData(nameof(Autoencoders))]
    public void The_vectors_of_texts_of_different_lengths_are_those_of_libtorch(string name)
    {
        using var model = new ExportedModel(Architectures.Autoencoders[name]);
        var labels = model.LabelsFor(Texts.Length);
        var (mu, logVariance) = model.Posterior(Texts, labels);

        var posteriors = model.Exported.Posteriors(Texts, labels);

        AssertClose(mu, [.. posteriors.SelectMany(posterior => posterior.Mean)]);
        AssertClose(logVariance, [.. posteriors.SelectMany(posterior => posterior.LogVariance)]);
        // They would agree if all were the same, too.
        Assert.True(posteriors.Select(posterior => posterior.Mean[0]).Distinct().Count() >= Texts.Length - 2);
    }

    [Theory]
    [MemberData(nameof(Autoencoders))]
    public void A_text_alone_has_the_vector_that_it_has_among_others(string name)
    {
        using var model = new ExportedModel(Architectures.Autoencoders[name]);
        var labels = model.LabelsFor(Texts.Length);

        var together = model.Exported.Encode(Texts, labels);
        var alone = Texts.Select((text, place) => model.Exported.Encode([text], labels is null ? null : [labels[place]])[0]);

        AssertClose([.. together.SelectMany(vector => vector)], [.. alone.SelectMany(vector => vector)], 2e-6f);
    }

    [Theory]
    [MemberData(nameof(Autoencoders))]
    public void Greedy_texts_are_those_of_libtorch(string name)
    {
        using var model = new ExportedModel(Architectures.Autoencoders[name]);
        var labels = model.LabelsFor(Texts.Length);

        Assert.Equal(model.Reconstructions(Texts, labels), model.Exported.Reconstruct(Texts, labels));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Drawn_texts_are_those_that_libtorch_draws_with_the_same_seed(string name)
    {
        using var model = new ExportedModel(OptionsOf(name));
        var label = model.LabelsFor(1)?[0];

        var drawn = model.Exported.Sample(100, seed: 5, temperature: 0.8, label);

        Assert.Equal(model.Samples(100, seed: 5, temperature: 0.8, label), drawn);
        Assert.Equal(drawn[..7], model.Exported.Sample(7, seed: 5, temperature: 0.8, label));
        Assert.True(drawn.Distinct().Count() > 20);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_log_probabilities_of_every_step_are_those_of_libtorch(string name)
    {
        using var model = new ExportedModel(OptionsOf(name));
        using var graphs = new StepByStep(model);

        // After two words the texts change places, one goes on twice and one not at all.
        (int[] Rows, int[] Words)[] steps = [([0, 1, 2], [2, 2, 2]), ([0, 1, 2], [4, 5, 1]), ([2, 0, 2, 0], [6, 4, 8, 7]), ([1], [3])];
        foreach (var (rows, words) in steps)
        {
            var (expected, found) = graphs.Step(rows, words);

            AssertClose(expected, found);
            Assert.Equal(rows.Length, found.Chunk(found.Length / rows.Length).Count(row => Math.Abs(row.Sum(float.Exp) - 1) < 1e-5));
        }
    }

    private static ModelOptions OptionsOf(string name) =>
        Architectures.Autoencoders.GetValueOrDefault(name) ?? Architectures.LanguageModels[name];

    private static void AssertClose(float[] expected, float[] found, float tolerance = Tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"At {i} there is {found[i]} instead of {expected[i]}.");
    }
}
