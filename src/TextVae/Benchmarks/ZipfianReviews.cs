using System.Globalization;
using System.Text;

namespace TextVae.Benchmarks;

/// <summary>
/// Made-up reviews in the schema of Yelp's <c>review.json</c>, an object a line. The frequencies of their words are
/// those of a large corpus of reviews, so that tables of words fill up as they do on real text: they fall with the rank
/// (Zipf), and with its square after the words that everybody uses.
/// </summary>
internal sealed class ZipfianReviews
{
    /// <summary>How many different words there are; 280 million words of text meet nearly all of them.</summary>
    public const int Types = 500_000;

    private const int CommonTypes = 4_000;
    private const string Identifier = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    private const string Consonants = "tnsrhldcmfpgbvkwyjxz";
    private const string Vowels = "eaiou";

    private readonly RandomStream _random;
    private readonly string[] _words = [.. Enumerable.Range(0, Types).Select(Spell)];
    private readonly double[] _share = new double[Types];
    private readonly int[] _alias = new int[Types];

    public ZipfianReviews(long seed)
    {
        _random = new RandomStream(seed);
        MakeAliases([.. Enumerable.Range(1, Types).Select(rank => rank <= CommonTypes
            ? 1 / (rank + 2.7)
            : CommonTypes / ((double)rank * rank))]);
    }

    /// <summary>Writes whole lines until there are at least so many bytes, and returns how many lines.</summary>
    public int Write(Stream stream, long bytes, Action<long> progress, CancellationToken cancellation)
    {
        StringBuilder line = new();
        byte[] encoded = [];
        var lines = 0;
        for (long written = 0; written < bytes; lines++)
        {
            cancellation.ThrowIfCancellationRequested();
            line.Clear();
            AppendReview(line);
            if (encoded.Length < line.Length)
                encoded = new byte[2 * line.Length];
            var used = 0;
            foreach (var chunk in line.GetChunks())
                used += Encoding.ASCII.GetBytes(chunk.Span, encoded.AsSpan(used));
            stream.Write(encoded, 0, used);
            written += used;
            progress(written);
        }
        return lines;
    }

    private void AppendReview(StringBuilder line)
    {
        line.Append("{\"review_id\":\"");
        AppendIdentifier(line);
        line.Append("\",\"user_id\":\"");
        AppendIdentifier(line);
        line.Append("\",\"business_id\":\"");
        AppendIdentifier(line);
        line.Append(CultureInfo.InvariantCulture, $"\",\"stars\":{1 + _random.NextInt(5)}.0,\"useful\":{_random.NextInt(4)},");
        line.Append("\"funny\":0,\"cool\":1,\"text\":\"");
        AppendText(line, words: Math.Clamp((int)Math.Exp(4.4 + (0.8 * _random.NextNormal())), 5, 1_000));
        line.Append(CultureInfo.InvariantCulture, $"\",\"date\":\"20{10 + _random.NextInt(10)}-07-0{1 + _random.NextInt(9)} 22:09:11\"}}\n");
    }

    private void AppendText(StringBuilder line, int words)
    {
        var starts = true;
        for (var i = 0; i < words; i++)
        {
            var word = Draw();
            line.Append(starts ? char.ToUpperInvariant(word[0]) : word[0]).Append(word, 1, word.Length - 1);
            starts = false;
            switch (_random.NextInt(200))
            {
                case < 12:
                    line.Append(". ");
                    starts = true;
                    break;
                case < 22:
                    line.Append(", ");
                    break;
                case < 25:
                    line.Append("'s ");
                    break;
                case < 27:
                    line.Append("!\\n\\n");
                    starts = true;
                    break;
                case < 29:
                    line.Append(CultureInfo.InvariantCulture, $" {_random.NextInt(500)} ");
                    break;
                case 29:
                    line.Append(" caf\\u00e9 ");
                    break;
                default:
                    line.Append(' ');
                    break;
            }
        }
        line.Append("end.");
    }

    private void AppendIdentifier(StringBuilder line)
    {
        for (var i = 0; i < 22; i++)
            line.Append(Identifier[_random.NextInt(Identifier.Length)]);
    }

    private string Draw()
    {
        var rank = _random.NextInt(Types);
        return _words[_random.NextDouble() < _share[rank] ? rank : _alias[rank]];
    }

    /// <summary>Walker's alias method: a draw costs two random numbers, whatever the number of words.</summary>
    private void MakeAliases(double[] weights)
    {
        var mean = weights.Sum() / Types;
        Stack<int> small = [];
        Stack<int> large = [];
        for (var i = 0; i < Types; i++)
        {
            _share[i] = weights[i] / mean;
            (_share[i] < 1 ? small : large).Push(i);
        }
        while (small.Count > 0 && large.Count > 0)
        {
            var poor = small.Pop();
            var rich = large.Pop();
            _alias[poor] = rich;
            _share[rich] -= 1 - _share[poor];
            (_share[rich] < 1 ? small : large).Push(rich);
        }
    }

    /// <summary>Frequent words are short: syllables of a consonant, a vowel and now and then a consonant.</summary>
    private static string Spell(int rank)
    {
        StringBuilder word = new();
        do
        {
            word.Append(Consonants[rank % 20]).Append(Vowels[rank / 20 % 5]);
            if (rank % 3 == 0)
                word.Append(Consonants[(rank + 5) % 20]);
            rank /= 100;
        }
        while (rank > 0);
        return word.ToString();
    }
}
