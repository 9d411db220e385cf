using TextVae.Generation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>Under which label texts are read and written.</summary>
public sealed class TextGeneratorTests : IDisposable
{
    private static readonly int[][] Sentences = [.. Enumerable.Range(0, 60).Select(i => Tiny.Sentences[i % Tiny.Sentences.Length])];
    private static readonly int[] Labels = [.. Enumerable.Range(0, 60).Select(i => i % 3)];

    private readonly VariationalAutoencoder _model = (VariationalAutoencoder)TextModel.Create(
        Tiny.Autoencoder with { LabelEmbedding = 2 }, Tiny.Words, seed: 3, labels: 3);

    public TextGeneratorTests()
    {
        using var quiet = torch.no_grad();
        foreach (var parameter in _model.parameters())
            parameter.MultiplyInPlace(3);
        _model.Labels!.Weight.MultiplyInPlace(20);
    }

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_text_is_read_and_written_under_its_own_label()
    {
        var found = Reconstructed(label: null, Sentences, Labels);

        for (var i = 0; i < Sentences.Length; i++)
        {
            var alone = Reconstructed(label: null, [Sentences[i]], [Labels[i]])[0];
            Assert.Equal(alone.LogProbability, found[i].LogProbability, 1e-3);
        }
    }

    [Fact]
    public void Another_label_changes_how_it_is_written_and_not_how_it_is_read()
    {
        var own = Reconstructed(label: null, Sentences, Labels);
        var other = Reconstructed(label: 2, Sentences, Labels);

        foreach (var ((before, after), label) in own.Zip(other).Zip(Labels))
        {
            if (label == 2)
                Assert.Equal(before.LogProbability, after.LogProbability, 1e-4);
            else
                Assert.NotEqual(before.LogProbability, after.LogProbability, 1e-3);
        }

        var readAsTwo = Reconstructed(label: 2, Sentences, [.. Enumerable.Repeat(2, Sentences.Length)]);
        Assert.NotEqual(readAsTwo[0].LogProbability, other[0].LogProbability, 1e-3);
    }

    [Fact]
    public void Samples_are_written_under_the_chosen_label()
    {
        var first = Sampled(label: 0);
        var second = Sampled(label: 1);

        Assert.NotEqual(first.Select(text => text.LogProbability), second.Select(text => text.LogProbability));
        Assert.Equal(
            "This model reads every text together with its label, and these texts have none. Give labels.",
            Assert.Throws<DataException>(() => Sampled(label: null)).Message);
    }

    [Fact]
    public void There_is_a_label_for_every_text() => Assert.Equal(
        "There are fewer labels than sentences. (Parameter 'labels')",
        Assert.Throws<ArgumentException>(() => Reconstructed(label: null, Sentences, Labels[1..])).Message);

    private GeneratedText[] Reconstructed(int? label, int[][] sentences, int[] labels)
    {
        using var generator = Generator(label);
        return [.. generator.Reconstruct(sentences, labels)];
    }

    private GeneratedText[] Sampled(int? label)
    {
        using var generator = Generator(label);
        return [.. generator.Sample(40)];
    }

    private TextGenerator Generator(int? label) => new(_model, new DecodingOptions { Label = label, MaximumLength = 6 });
}
