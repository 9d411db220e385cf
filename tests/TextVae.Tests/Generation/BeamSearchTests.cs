using TextVae.Generation;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Generation;

public sealed class BeamSearchTests
{
    private const int Longest = 3;

    [Theory]
    [InlineData(0, CellKind.Gru)]
    [InlineData(0.7, CellKind.Gru)]
    [InlineData(1, CellKind.Gru)]
    [InlineData(1, CellKind.Lstm)]
    [InlineData(1, CellKind.Gru, DecoderKind.Transformer)]
    [InlineData(0, CellKind.Gru, DecoderKind.Transformer)]
    public void A_beam_wider_than_the_space_finds_what_exhaustive_search_finds(
        double lengthPower, CellKind cell, DecoderKind decoder = DecoderKind.Recurrent)
    {
        using var quiet = torch.no_grad();
        var options = new DecodingOptions
        {
            Strategy = DecodingStrategy.Beam,
            Beam = 1000,
            LengthPower = lengthPower,
            MaximumLength = Longest,
        };
        var layers = decoder == DecoderKind.Transformer ? 2 : 1;
        for (var seed = 1; seed <= 5; seed++)
        {
            using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell, Decoder = decoder, Layers = layers }, seed);
            var z = torch.randn(4, 2);

            var found = Decoding.Beam(model, z, 4, options);

            for (var row = 0; row < 4; row++)
            {
                var (words, logProbability) = Exhaustive(model, z.narrow(0, row, 1), lengthPower);
                Assert.Equal(words, found[row].Words);
                Assert.Equal(logProbability, found[row].LogProbability, 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_beam_of_one_is_greedy(CellKind cell)
    {
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell });
        var z = torch.randn(20, 2);
        var options = new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = 1, MaximumLength = 12 };

        var beam = Decoding.Beam(model, z, 20, options);

        var greedy = Decoding.Stepwise(model, z, 20, options with { Strategy = DecodingStrategy.Greedy });
        Assert.Equal(greedy.Select(text => text.Words), beam.Select(text => text.Words));
        Assert.True(beam.Select(text => text.Words.Length).Distinct().Count() > 1, "the texts should differ in length");
    }

    [Fact]
    public void A_text_does_not_depend_on_what_is_decoded_beside_it()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(9, 2);
        var options = new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = 4, MaximumLength = 10 };

        var together = Decoding.Beam(model, z, 9, options);

        for (var row = 0; row < 9; row++)
            Assert.Equal(Decoding.Beam(model, z.narrow(0, row, 1), 1, options)[0].Words, together[row].Words);
    }

    [Fact]
    public void Only_z_says_how_long_a_text_becomes_and_not_the_length_of_what_was_read()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder();
        // Whatever it reads, q(z|x) is the same.
        foreach (var parameter in model.Encoder.parameters())
            parameter.zero_();
        var options = new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = 4, MinimumLength = 6, MaximumLength = 12 };
        using var generator = new TextGenerator(model, options);

        var found = generator.Reconstruct([[4], [], [5, 6, 4], [.. Enumerable.Repeat(6, 40)]]).ToArray();

        Assert.All(found, text => Assert.Equal(found[0].Words, text.Words));
    }

    [Theory]
    [InlineData(5, 48)]
    [InlineData(16, 48)]
    [InlineData(100, 7)]
    [InlineData(1000, 1)]
    public void The_wider_a_beam_is_the_fewer_texts_stand_beside_one_another(int beam, int atOnce)
    {
        using var model = Tiny.NewAutoencoder();
        using var decoder = new WatchedDecoder(IncrementalDecoder.For(model));
        using var generator = new TextGenerator(
            model, new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = beam, MaximumLength = 1 }, decoder);

        var found = generator.Decode(Enumerable.Range(0, 50).Select(i => new[] { i / 50f, 1 })).ToArray();

        Assert.Equal(50, found.Length);
        Assert.Equal((atOnce, 50), (decoder.Started.Max(), decoder.Started.Sum()));
    }

    private static GeneratedText Exhaustive(TextModel model, torch.Tensor z, double lengthPower) =>
        Decoding.Enumerate(model, z, Longest).MaxBy(text => text.LogProbability / Math.Pow(text.Words.Length + 1, lengthPower))!;

    /// <summary>Keeps how many texts were begun together.</summary>
    private sealed class WatchedDecoder(IncrementalDecoder decoder) : IncrementalDecoder
    {
        public List<int> Started { get; } = [];

        public override UnfinishedTexts Start(DecoderState start)
        {
            var texts = decoder.Start(start);
            Started.Add(texts.Count);
            return texts;
        }

        public override void Dispose() => decoder.Dispose();
    }
}
