using CsCheck;
using TextVae.Corpus.BytePairs;

namespace TextVae.Tests.Corpus.BytePairs;

public sealed class MergeTrainingTests
{
    [Fact]
    public void Learns_the_merges_of_the_paper_s_example()
    {
        // Sennrich et al. 2016, algorithm 1, without the marks of words' ends.
        var merges = MergeTraining.Learn([("low", 5), ("lower", 2), ("newest", 6), ("widest", 3)], 256 + 8);
        Assert.Equal(["es", "est", "lo", "low", "ew", "new", "newest", "dest"], Sorted(merges).Take(8));
    }

    [Fact]
    public void Stops_when_no_pair_occurs_twice()
    {
        var merges = MergeTraining.Learn([("ab", 2), ("cd", 1)], 1_000);
        Assert.Equal(["ab"], merges.Tokens.Skip(256));
    }

    [Fact]
    public void Never_makes_a_token_that_is_spelled_like_a_special()
    {
        var merges = MergeTraining.Learn([("<s>", 100), ("<unk>", 100), ("</s>", 50), ("<pad>", 10)], 1_000);
        Assert.True(merges.Tokens.Count > 260);
        Assert.DoesNotContain(merges.Tokens, token => TextVae.Corpus.Vocabulary.IsSpecial(token));
    }

    [Fact]
    public void Agrees_with_counting_every_pair_anew_after_each_merge() =>
        Any.Of("a", "b", "ab", "aa", "ba", "é", "c").Array[1, 6].Select(string.Concat).Array[1, 8].All(
            texts =>
            {
                (string Piece, long Count)[] pieces = [.. texts.Distinct().Select((text, i) => (text, (long)(1 + (i % 3))))];
                Assert.Equal(Plain(pieces, 12), MergeTraining.Learn(pieces, 256 + 12).Tokens.Skip(256));
            },
            samples: 300);

    private static IEnumerable<string> Sorted(Merges merges) => merges.Tokens.Skip(256);

    /// <summary>The algorithm as it is written, with all counts made again each time.</summary>
    private static IEnumerable<string> Plain((string Piece, long Count)[] pieces, int size)
    {
        Merges merges = new();
        var sequences = pieces.Select(piece => (Tokens: merges.Encode(piece.Piece), piece.Count)).ToArray();
        while (merges.Tokens.Count < 256 + size)
        {
            Dictionary<(int, int), long> counts = [];
            foreach ((var tokens, var count) in sequences)
            {
                foreach (var pair in tokens.Zip(tokens.Skip(1)))
                    counts[pair] = counts.GetValueOrDefault(pair) + count;
            }
            if (counts.Count == 0 || counts.Values.Max() < 2)
                break;
            (var left, var right) = counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).First().Key;
            var token = merges.Add(left, right);
            foreach ((var tokens, _) in sequences)
                Merges.Apply(tokens, (left, right), token);
        }
        return merges.Tokens.Skip(256);
    }
}
