using TextVae.Batches;
using TextVae.Generation;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Generation;

public sealed class StepwiseDecoderTests
{
    private static readonly DecodingOptions Draws = new() { Strategy = DecodingStrategy.Sample, MaximumLength = 8 };

    [Theory]
    [InlineData(CellKind.Gru, 1, false)]
    [InlineData(CellKind.Gru, 1, true)]
    [InlineData(CellKind.Lstm, 1, false)]
    [InlineData(CellKind.Lstm, 2, true)]
    public void The_log_probability_of_a_text_is_that_of_teacher_forcing(CellKind cell, int layers, bool isTied)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell, Layers = layers, IsTied = isTied });
        var z = torch.randn(30, 2);

        var texts = Decoding.Stepwise(model, z, 30, Draws);

        using var batch = Batch.Of([.. texts.Select(text => text.Words)]);
        var nll = Tiny.Floats(model.Reconstruction(batch, z));
        Assert.All(texts.Zip(nll), pair => Assert.Equal(-pair.Second, pair.First.LogProbability, 1e-3));
    }

    [Fact]
    public void Draws_follow_the_model()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewLanguageModel();
        const int count = 4000;

        var texts = Decoding.Stepwise(model, z: null, count, Draws);

        var state = model.Decoder.Step(model.Embedding.call(torch.tensor(new long[] { 2 })), model.Decoder.Start(1, z: null));
        var first = Tiny.Floats(model.Output.LogProbabilities(state.State).exp());
        var allowed = 1 - first[0] - first[2];
        foreach (var word in new[] { 1, 4, 5, 6 })
        {
            var share = texts.Count(text => text.Words.Length > 0 && text.Words[0] == word) / (double)count;
            Assert.Equal(first[word] / allowed, share, 0.03);
        }
    }

    [Fact]
    public void A_low_temperature_is_greedy()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(10, 2);

        var cold = Decoding.Stepwise(model, z, 10, Draws with { Temperature = 1e-4 });

        var greedy = Decoding.Stepwise(model, z, 10, Draws with { Strategy = DecodingStrategy.Greedy });
        Assert.Equal(greedy.Select(text => text.Words), cold.Select(text => text.Words));
    }

    [Fact]
    public void A_sample_is_the_same_however_many_are_asked_for()
    {
        using var model = Tiny.NewAutoencoder();
        using var generator = new TextGenerator(model, Draws);
        using var other = new TextGenerator(model, Draws with { Seed = 2 });

        var many = generator.Sample(70).Select(text => text.Words).ToArray();

        Assert.Equal(many[..3], generator.Sample(3).Select(text => text.Words));
        Assert.True(many.Select(words => string.Join(' ', words)).Distinct().Count() > 10, "samples should differ");
        Assert.NotEqual(many, other.Sample(70).Select(text => text.Words));
    }

    [Fact]
    public void No_text_has_padding_or_a_start_token_or_more_words_than_allowed()
    {
        using var model = Tiny.NewLanguageModel();

        var texts = Decoding.Stepwise(model, z: null, 500, Draws with { Temperature = 50 });

        Assert.All(texts, text => Assert.InRange(text.Words.Length, 0, 8));
        Assert.DoesNotContain(texts, text => text.Words.Any(id => id is 0 or 2 or 3));
        Assert.Contains(texts, text => text.Words.Length == 8);
    }
}
