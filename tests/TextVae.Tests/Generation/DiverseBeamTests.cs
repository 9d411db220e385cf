using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Generation;

public sealed class DiverseBeamTests
{
    private static readonly DecodingOptions Diverse = new()
    {
        Strategy = DecodingStrategy.Beam,
        Beam = 6,
        Groups = 3,
        Diversity = 0.7,
        Hypotheses = 6,
        MaximumLength = 6,
    };

    [Theory]
    [InlineData(6, 1, 0.7, CellKind.Gru)]
    [InlineData(6, 2, 0.7, CellKind.Gru)]
    [InlineData(6, 3, 0.3, CellKind.Lstm)]
    [InlineData(6, 6, 5, CellKind.Gru)]
    [InlineData(30, 10, 0.7, CellKind.Gru)]
    public void It_finds_what_the_definition_finds(int beam, int groups, double diversity, CellKind cell)
    {
        using var quiet = torch.no_grad();
        var options = Diverse with { Beam = beam, Groups = groups, Diversity = diversity, Hypotheses = beam };
        for (var seed = 1; seed <= 3; seed++)
        {
            using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Cell = cell }, seed);
            var z = torch.randn(4, 2);

            var found = Decoding.Hypotheses(model, z, 4, options);

            for (var row = 0; row < 4; row++)
            {
                var expected = NaiveDiverseBeam.Search(model, z.narrow(0, row, 1), options);
                Assert.Equal(expected.Select(text => text.Words), found[row].Select(text => text.Words));
                Assert.All(
                    expected.Zip(found[row]),
                    pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-4));
            }
        }
    }

    [Fact]
    public void Without_a_penalty_every_group_is_the_plain_beam_of_its_width()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(12, 2);

        var groups = Decoding.Hypotheses(model, z, 12, Diverse with { Diversity = 0, Hypotheses = 2 });

        var plain = Decoding.Hypotheses(model, z, 12, Diverse with { Beam = 2, Groups = 1, Hypotheses = 2 });
        Assert.Equal(plain.Select(Described), groups.Select(Described));
    }

    [Fact]
    public void The_penalty_of_a_single_group_is_without_effect()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(12, 2);

        var penalised = Decoding.Hypotheses(model, z, 12, Diverse with { Groups = 1, Diversity = 9 });

        var plain = Decoding.Hypotheses(model, z, 12, Diverse with { Groups = 1, Diversity = 0 });
        Assert.Equal(plain.Select(Described), penalised.Select(Described));
    }

    [Fact]
    public void A_penalty_makes_the_lists_more_various()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(40, 2);
        int FirstWords(double diversity) => Decoding.Hypotheses(model, z, 40, Diverse with { Diversity = diversity })
            .Sum(list => list.Select(FirstWord).Distinct().Count());

        var counts = new[] { 0, 0.5, 3 }.Select(FirstWords).ToArray();

        Assert.True(counts[0] < counts[1] && counts[1] < counts[2], string.Join(", ", counts));
    }

    [Fact]
    public void A_list_is_sorted_by_score_and_has_no_text_twice_and_none_but_the_model_s_probabilities()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(20, 2);

        var lists = Decoding.Hypotheses(model, z, 20, Diverse);

        Assert.All(lists.Index(), list =>
        {
            var scores = list.Item.Select(text => text.LogProbability / (text.Words.Length + 1)).ToArray();
            Assert.Equal(scores.OrderDescending(), scores);
            Assert.Equal(list.Item.Length, list.Item.Select(text => string.Join(' ', text.Words)).Distinct().Count());
            using var batch = Batch.Of([.. list.Item.Select(text => text.Words)]);
            var nll = Tiny.Floats(model.Reconstruction(batch, z.narrow(0, list.Index, 1).expand(list.Item.Length, -1)));
            Assert.All(list.Item.Zip(nll), pair => Assert.Equal(-pair.Second, pair.First.LogProbability, 1e-3));
        });
    }

    [Fact]
    public void The_groups_give_to_a_short_list_in_turn_and_its_first_is_the_best_of_all()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(20, 2);
        var strong = Diverse with { Beam = 4, Groups = 2, Diversity = 100 };

        var best = Decoding.Beam(model, z, 20, strong);
        var two = Decoding.Hypotheses(model, z, 20, strong with { Hypotheses = 2 });

        Assert.Equal(best.Select(text => text.Words), two.Select(list => list[0].Words));
        Assert.All(two, list => Assert.NotEqual(FirstWord(list[0]), FirstWord(list[1])));
    }

    [Fact]
    public void A_list_does_not_depend_on_what_is_decoded_beside_it()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(9, 2);

        var together = Decoding.Hypotheses(model, z, 9, Diverse);

        for (var row = 0; row < 9; row++)
        {
            var alone = Decoding.Hypotheses(model, z.narrow(0, row, 1), 1, Diverse)[0];
            Assert.Equal(alone.Select(text => text.Words), together[row].Select(text => text.Words));
        }
    }

    private static int FirstWord(GeneratedText text) => text.Words.FirstOrDefault(Vocabulary.End);

    private static IEnumerable<string> Described(GeneratedText[] texts) =>
        texts.Select(text => $"{string.Join(' ', text.Words)}: {text.LogProbability:F4}");
}
