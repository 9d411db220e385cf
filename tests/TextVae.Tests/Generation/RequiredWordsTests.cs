using CsCheck;
using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>Beams whose texts have to have words.</summary>
public sealed class RequiredWordsTests
{
    private static readonly DecodingOptions Beam = new() { Strategy = DecodingStrategy.Beam, Beam = 1000, MaximumLength = 4 };

    public static TheoryData<DecodingOptions> Wide =>
    [
        Beam with { Required = [4] },
        Beam with { Required = [6, 4] },
        Beam with { Required = [5, 6, 4], LengthPower = 0 },
        Beam with { Required = [5, 6, 4, Vocabulary.Unknown] },
        Beam with { Required = [6], Forbidden = [4], MinimumLength = 3 },
        Beam with { Required = [4, 5], NoRepeatNgram = 1 },
        Beam with { Required = [4, 5], NoRepeatNgram = 2, MinimumLength = 4 },
        Beam with { Required = [4, 6], Groups = 2, Diversity = 0.5 },
    ];

    public static TheoryData<DecodingOptions> Narrow =>
    [
        Beam with { Beam = 1, Required = [6, 4] },
        Beam with { Beam = 2, Required = [6, 4, 5] },
        Beam with { Beam = 3, Required = [5] },
        Beam with { Beam = 5, Required = [6, 4], MaximumLength = 7 },
        Beam with { Beam = 8, Required = [6, 4, 5], MaximumLength = 6, LengthPower = 0 },
        Beam with { Beam = 4, Required = [6], NoRepeatNgram = 1, MinimumLength = 2 },
    ];

    [Theory]
    [MemberData(nameof(Wide))]
    public void A_beam_wider_than_the_space_finds_the_best_of_all_texts_that_have_the_words(DecodingOptions options)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            using var model = Tiny.NewAutoencoder(seed: seed);
            var z = torch.randn(3, 2);

            var found = Decoding.Beam(model, z, 3, options);

            for (var row = 0; row < 3; row++)
            {
                var best = Decoding.Enumerate(model, z.narrow(0, row, 1), options.MaximumLength)
                    .Where(text => NaiveRules.AreMet(options, text.Words))
                    .MaxBy(text => text.LogProbability / Math.Pow(text.Words.Length + 1, options.LengthPower))!;
                Assert.Equal(best.Words, found[row].Words);
                Assert.Equal(best.LogProbability, found[row].LogProbability, 1e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Narrow))]
    public void A_narrow_beam_finds_what_the_definition_finds(DecodingOptions options)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = seed % 2 == 0 ? CellKind.Gru : CellKind.Lstm }, seed);
            var z = torch.randn(4, 2);

            var found = Decoding.Beam(model, z, 4, options);

            for (var row = 0; row < 4; row++)
            {
                var expected = NaiveBankedBeam.Search(model, z.narrow(0, row, 1), options);
                Assert.Equal(expected.Words, found[row].Words);
                Assert.Equal(expected.LogProbability, found[row].LogProbability, 1e-4);
            }
        }
    }

    [Fact]
    public void Every_text_of_every_list_has_all_words_however_narrow_the_beam_and_in_groups_too()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(25, 2);
        foreach (var (beam, groups) in new[] { (1, 1), (2, 1), (6, 3), (6, 6) })
        {
            var options = Beam with { Beam = beam, Groups = groups, Hypotheses = beam, Required = [6, 4, 5], MaximumLength = 5 };

            var lists = Decoding.Hypotheses(model, z, 25, options);

            Assert.All(lists.SelectMany(list => list), text => Assert.True(NaiveRules.AreMet(options, text.Words)));
        }
    }

    [Fact]
    public void A_text_does_not_depend_on_what_is_decoded_beside_it()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(9, 2);
        var options = Beam with { Beam = 4, Required = [6, 4], NoRepeatNgram = 2, MaximumLength = 8 };

        var together = Decoding.Beam(model, z, 9, options);

        for (var row = 0; row < 9; row++)
            Assert.Equal(Decoding.Beam(model, z.narrow(0, row, 1), 1, options)[0].Words, together[row].Words);
    }

    [Theory]
    [InlineData(6, new[] { 9, 9, 9 }, new[] { 2, 2, 2 })]
    [InlineData(8, new[] { 9, 9, 9 }, new[] { 2, 2, 4 })]
    [InlineData(6, new[] { 9, 9, 0 }, new[] { 2, 4, 0 })]
    [InlineData(6, new[] { 1, 9, 9 }, new[] { 1, 2, 3 })]
    [InlineData(6, new[] { 0, 9, 1 }, new[] { 0, 5, 1 })]
    [InlineData(2, new[] { 9, 9, 0 }, new[] { 0, 2, 0 })]
    [InlineData(1, new[] { 3, 0, 0 }, new[] { 1, 0, 0 })]
    [InlineData(9, new[] { 1, 2, 3 }, new[] { 1, 2, 3 })]
    [InlineData(4, new[] { 9 }, new[] { 4 })]
    public void Banks_have_equal_places_and_what_one_cannot_fill_goes_to_the_one_below(int width, int[] waiting, int[] sizes) =>
        Assert.Equal(sizes, Banks.Sizes(width, waiting));

    [Fact]
    public void No_place_is_lost_and_none_is_empty() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 12].Array[1, 8]).All(
            drawn =>
            {
                var (width, waiting) = drawn;
                var sizes = Banks.Sizes(width, waiting);
                Assert.Equal(Math.Min(width, waiting.Sum()), sizes.Sum());
                Assert.All(sizes.Zip(waiting), pair => Assert.InRange(pair.First, 0, pair.Second));
            },
            samples: 1000);
}
