using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>Lengths, repeats and forbidden words, against texts and rules written out.</summary>
public sealed class WordRulesTests
{
    private static readonly DecodingOptions Short = new() { MaximumLength = 4 };

    public static TheoryData<DecodingOptions> Rules =>
    [
        Short with { MinimumLength = 2 },
        Short with { MinimumLength = 4 },
        Short with { NoRepeatNgram = 1 },
        Short with { NoRepeatNgram = 2 },
        Short with { NoRepeatNgram = 3, MinimumLength = 4 },
        Short with { Forbidden = [4] },
        Short with { Forbidden = [Vocabulary.Unknown, 5], NoRepeatNgram = 2, MinimumLength = 3 },
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_beam_wider_than_the_space_finds_the_best_of_all_texts_that_keep_the_rules(DecodingOptions rules)
    {
        var beam = rules with { Strategy = DecodingStrategy.Beam, Beam = 1000 };
        for (var seed = 1; seed <= 4; seed++)
        {
            using var model = Tiny.NewAutoencoder(seed: seed);
            var z = torch.randn(3, 2);

            var found = Decoding.Beam(model, z, 3, beam);

            for (var row = 0; row < 3; row++)
            {
                var best = Decoding.Enumerate(model, z.narrow(0, row, 1), rules.MaximumLength)
                    .Where(text => NaiveRules.AreMet(rules, text.Words))
                    .MaxBy(text => text.LogProbability / (text.Words.Length + 1))!;
                Assert.Equal(best.Words, found[row].Words);
                Assert.Equal(best.LogProbability, found[row].LogProbability, 1e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Greedy_takes_the_best_word_that_the_rules_allow(DecodingOptions rules)
    {
        var options = rules with { MaximumLength = 9 };
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(12, 2);

        var found = Decoding.Stepwise(model, z, 12, options);

        for (var row = 0; row < 12; row++)
        {
            var words = new List<int>();
            var logProbability = 0.0;
            for (var word = -1; word != Vocabulary.End;)
            {
                (word, var ofWord) = NaiveRules.Next(model, z.narrow(0, row, 1), [.. words], options).MaxBy(next => next.LogProbability);
                logProbability += ofWord;
                if (word != Vocabulary.End)
                    words.Add(word);
            }

            Assert.Equal(words, found[row].Words);
            Assert.Equal(logProbability, found[row].LogProbability, 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Draws_follow_the_model_among_what_the_rules_allow(DecodingOptions rules) =>
        SamplingTests.AssertFollows(rules with { Strategy = DecodingStrategy.Sample, MaximumLength = 4 });

    [Fact]
    public void The_rules_change_some_texts()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(30, 2);
        var free = Decoding.Stepwise(model, z, 30, Short);

        Assert.All(Rules, rules => Assert.Contains(free, text => !NaiveRules.AreMet(rules.Data, text.Words)));
    }

    [Theory]
    [InlineData(DecodingStrategy.Greedy)]
    [InlineData(DecodingStrategy.Sample)]
    [InlineData(DecodingStrategy.Beam)]
    [InlineData(DecodingStrategy.MinimumBayesRisk)]
    public void A_text_that_no_word_may_be_added_to_ends_before_the_fewest_words(DecodingStrategy strategy)
    {
        using var model = Tiny.NewAutoencoder();
        var options = Decoding.Few(strategy) with { MinimumLength = 6, NoRepeatNgram = 1 };

        using var generator = new TextGenerator(model, options);
        var texts = generator.Sample(8).ToArray();

        Assert.All(texts, text => Assert.Equal(Decoding.Choosable, text.Words.Order()));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(2100)]
    public void The_best_allowed_words_are_those_of_the_whole_distribution_bit_for_bit(int vocabulary)
    {
        using var model = TextModel.Create(Tiny.Autoencoder, vocabulary, seed: 5);
        var random = new RandomStream(7);
        foreach (var share in new[] { 2, 10, vocabulary })
        {
            int[] forbidden = [.. Enumerable.Range(4, vocabulary - 4).Where(_ => random.NextInt(share) == 0)];
            Hypothesis[] live =
            [
                .. Enumerable.Range(0, 11).Select(i => Enumerable.Range(0, i).Aggregate(
                    Hypothesis.Empty, (text, _) => new Hypothesis(text, 4 + random.NextInt(vocabulary - 4), text.Length + 1, 0))),
            ];
            var rules = new WordRules(new DecodingOptions { Forbidden = forbidden, NoRepeatNgram = 1, MinimumLength = 5 });
            foreach (var count in new[] { 1, 5, 40 })
            {
                Decoding.With(model, torch.randn(11, 2), 11, labels: null, texts =>
                {
                    texts.Step([.. Enumerable.Range(0, 11)], [.. Enumerable.Repeat(Vocabulary.Start, 11)]);
                    var best = NextWords.Best(texts, count, Array.ConvertAll(live, rules.After));
                    var all = texts.LogProbabilities();
                    for (var row = 0; row < 11; row++)
                    {
                        var words = live[row].Words();
                        var allowed = Enumerable.Range(0, vocabulary)
                            .Where(word => word is not (Vocabulary.Padding or Vocabulary.Start) && !forbidden.Contains(word))
                            .Where(word => word == Vocabulary.End ? words.Length >= 5 : !words.Contains(word))
                            .DefaultIfEmpty(Vocabulary.End)
                            .Select(word => new NextWord(word, all[(row * vocabulary) + word]))
                            .Order(Comparer<NextWord>.Create(NextWord.BestFirst))
                            .ToArray();
                        var wanted = Math.Min(count, allowed.Length);
                        Assert.Equal(allowed[..wanted], best[row][..wanted]);
                        var goingOn = best[row].Count(word => word.Word != Vocabulary.End);
                        Assert.InRange(goingOn, Math.Min(count, allowed.Count(word => word.Word != Vocabulary.End)), vocabulary);
                    }

                    return 0;
                });
            }
        }
    }

    [Theory]
    [InlineData(DecodingStrategy.Greedy, 4)]
    [InlineData(DecodingStrategy.Beam, 8)]
    public void Without_rules_no_step_asks_for_all_words_or_for_more_than_it_needs(DecodingStrategy strategy, int ranked)
    {
        using var model = TextModel.Create(Tiny.Autoencoder, 300, seed: 5);
        var options = new DecodingOptions { Strategy = strategy, Beam = 5, MaximumLength = 6, LengthPower = 10 };

        Decoding.With(model, torch.randn(4, 2), 4, labels: null, texts =>
        {
            using var counted = new WatchedTexts(texts);
            _ = strategy == DecodingStrategy.Beam
                ? BeamSearch.Decode(counted, options)
                : StepwiseDecoder.Decode(counted, options, first: 0);
            Assert.Equal([.. Enumerable.Repeat(ranked, 6), 1], counted.Asked);
            return 0;
        });
    }
}
