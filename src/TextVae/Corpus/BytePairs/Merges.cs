using System.Text;

namespace TextVae.Corpus.BytePairs;

/// <summary>
/// Pairs of tokens in the order in which they become one, the first of them first, and the tokens that they make:
/// 0 to 255 are the bytes, the others follow in the order of their first merge.
/// </summary>
internal sealed class Merges
{
    public const string FileName = "merges.txt";

    private const string Header = "#version: 0.2";

    private readonly List<string> _tokens =
        [.. Enumerable.Range(0, ByteAlphabet.Size).Select(value => ByteAlphabet.CharacterOf((byte)value).ToString())];
    private readonly Dictionary<string, int> _ids = [];
    private readonly List<(int Left, int Right)> _pairs = [];
    private readonly Dictionary<(int Left, int Right), (int Rank, int Token)> _ranks = [];

    public Merges()
    {
        for (var id = 0; id < _tokens.Count; id++)
            _ids.Add(_tokens[id], id);
    }

    /// <summary>The spelling of each token, in the letters of <see cref="ByteAlphabet"/>.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>Adds the next merge and returns its token, which another merge may have made before.</summary>
    public int Add(int left, int right)
    {
        var spelling = _tokens[left] + _tokens[right];
        if (!_ids.TryGetValue(spelling, out var token))
        {
            token = _tokens.Count;
            _tokens.Add(spelling);
            _ids.Add(spelling, token);
        }
        _ranks.Add((left, right), (_pairs.Count, token));
        _pairs.Add((left, right));
        return token;
    }

    /// <summary>The tokens of a piece: its bytes, with the earliest merge that applies done until none does.</summary>
    public List<int> Encode(ReadOnlySpan<char> piece)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (piece.Length > bytes.Length / 3)
            bytes = new byte[3 * piece.Length];
        List<int> tokens = [];
        foreach (var value in bytes[..Encoding.UTF8.GetBytes(piece, bytes)])
            tokens.Add(value);
        while (true)
        {
            var best = int.MaxValue;
            for (var i = 0; i + 1 < tokens.Count; i++)
            {
                if (_ranks.TryGetValue((tokens[i], tokens[i + 1]), out var merge) && merge.Rank < best)
                    best = merge.Rank;
            }
            if (best == int.MaxValue)
                return tokens;
            Apply(tokens, _pairs[best], _ranks[_pairs[best]].Token);
        }
    }

    /// <summary>Reads the file that <see cref="Save"/> writes.</summary>
    /// <exception cref="DataException">The file cannot be read, or is no list of merges.</exception>
    public static Merges Load(string path)
    {
        string[] lines;
        try
        {
            lines = RegularFile.ReadAllText(path, RegularFile.ListLimit).Split('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw Damaged(path, e.Message, e);
        }
        if (lines[0] != Header || lines[^1].Length != 0)
            throw Damaged(path, $"it does not start with the line '{Header}' or does not end with a line break");
        Merges merges = new();
        for (var i = 1; i < lines.Length - 1; i++)
        {
            var parts = lines[i].Split(' ');
            if (parts.Length != 2 || !merges._ids.TryGetValue(parts[0], out var left)
                || !merges._ids.TryGetValue(parts[1], out var right) || merges._ranks.ContainsKey((left, right)))
                throw Damaged(path, $"line {i + 1} is no new pair of tokens that lines before it make");
            merges.Add(left, right);
        }
        return merges;
    }

    /// <summary>Writes a pair a line after the line that says the format.</summary>
    public void Save(string path)
    {
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write);
        using (StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\n" })
        {
            writer.WriteLine(Header);
            foreach ((var left, var right) in _pairs)
                writer.WriteLine($"{_tokens[left]} {_tokens[right]}");
        }
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Puts a token in the place of a pair wherever it stands, from left to right.</summary>
    public static void Apply(List<int> tokens, (int Left, int Right) pair, int token)
    {
        var kept = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var merges = i + 1 < tokens.Count && tokens[i] == pair.Left && tokens[i + 1] == pair.Right;
            tokens[kept++] = merges ? token : tokens[i];
            i += merges ? 1 : 0;
        }
        tokens.RemoveRange(kept, tokens.Count - kept);
    }

    private static DataException Damaged(string path, string fault, Exception? inner = null) => new(
        $"The merges '{path}' cannot be read: {fault.TrimEnd('.')}. Restore the file or prepare the dataset again.", inner);
}
