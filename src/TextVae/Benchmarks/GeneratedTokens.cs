using TextVae.Corpus;

namespace TextVae.Benchmarks;

/// <summary>A token store of texts of one length whose words follow Zipf's law, for as long as it is not disposed.</summary>
internal sealed class GeneratedTokens : IDisposable
{
    private const int FirstWord = Vocabulary.End + 1;

    private readonly string _folder;

    /// <summary>Writes the texts into a temporary folder.</summary>
    /// <param name="words">The size of the vocabulary, specials included.</param>
    /// <param name="length">Tokens of a text: its words and its end.</param>
    /// <param name="count">Texts.</param>
    public GeneratedTokens(int words, int length, int count)
    {
        _folder = Directory.CreateTempSubdirectory("textvae-").FullName;
        var path = Path.Combine(_folder, "generated.tokens");
        using (var writer = new TokenFileWriter(path, words))
        {
            var random = new RandomStream(words, length);
            var shares = Shares(words - FirstWord);
            var ids = new int[length - 1];
            for (var text = 0; text < count; text++)
            {
                foreach (ref var id in ids.AsSpan())
                    id = FirstWord + Draw(shares, random);
                writer.Write(ids);
            }

            writer.Complete();
        }

        Store = TokenStore.Open(path);
    }

    /// <summary>The texts.</summary>
    public TokenStore Store { get; }

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Σ 1/rank up to each rank, as shares of the whole.</summary>
    private static double[] Shares(int count)
    {
        var shares = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
            shares[rank] = sum += 1.0 / (rank + 1);
        return Array.ConvertAll(shares, share => share / sum);
    }

    private static int Draw(double[] shares, RandomStream random)
    {
        var place = Array.BinarySearch(shares, random.NextDouble());
        return Math.Min(place < 0 ? ~place : place, shares.Length - 1);
    }
}
