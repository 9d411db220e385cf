namespace TextVae.Corpus.BytePairs;

/// <summary>
/// Learns merges: again and again the pair of neighbours that occurs most often becomes a token (Sennrich et al. 2016,
/// algorithm 1), until there are enough tokens or no pair occurs twice. Ties go to the tokens that were made first.
/// Each different piece is kept once with its count, and after a merge only the pieces that held the pair are counted
/// again.
/// </summary>
internal sealed class MergeTraining
{
    private readonly Merges _merges = new();
    private readonly List<(List<int> Tokens, long Count)> _pieces = [];
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), List<int>> _places = [];
    private readonly HashSet<(int Left, int Right)> _risen = [];
    private readonly PriorityQueue<(int Left, int Right), (long Negative, int Left, int Right)> _queue = new();

    private MergeTraining(IEnumerable<(string Piece, long Count)> pieces)
    {
        foreach ((var piece, var count) in pieces)
        {
            _pieces.Add((_merges.Encode(piece), count));
            CountPairs(_pieces.Count - 1, sign: 1);
        }
        QueueRisen();
    }

    /// <param name="pieces">The different pieces of the training split, and how often each occurs.</param>
    /// <param name="size">How many tokens there may be, the 256 bytes among them.</param>
    /// <param name="step">Called after each merge with the number of tokens.</param>
    public static Merges Learn(IEnumerable<(string Piece, long Count)> pieces, int size, Action<int>? step = null)
    {
        MergeTraining training = new(pieces);
        while (training._merges.Tokens.Count < size && training.TryMerge())
            step?.Invoke(training._merges.Tokens.Count);
        return training._merges;
    }

    private bool TryMerge()
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            var count = _counts.GetValueOrDefault(pair);
            if (count < 2)
                continue;
            // Counts fall without the queue being told.
            if (count != -priority.Negative)
            {
                _queue.Enqueue(pair, (-count, pair.Left, pair.Right));
                continue;
            }
            // No token may be taken for padding or the end of a sentence.
            if (Vocabulary.IsSpecial(_merges.Tokens[pair.Left] + _merges.Tokens[pair.Right]))
            {
                _counts.Remove(pair);
                continue;
            }
            Merge(pair);
            return true;
        }
        return false;
    }

    private void Merge((int Left, int Right) pair)
    {
        var token = _merges.Add(pair.Left, pair.Right);
        _places.Remove(pair, out var places);
        foreach (var piece in places!)
        {
            CountPairs(piece, sign: -1);
            Merges.Apply(_pieces[piece].Tokens, pair, token);
            CountPairs(piece, sign: 1, only: token);
        }
        _counts.Remove(pair);
        QueueRisen();
    }

    /// <summary>Counts the pairs of a piece in or out, and notes where the new ones are.</summary>
    private void CountPairs(int piece, int sign, int only = -1)
    {
        (var tokens, var count) = _pieces[piece];
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            var pair = (tokens[i], tokens[i + 1]);
            _counts[pair] = _counts.GetValueOrDefault(pair) + (sign * count);
            if (sign < 0 || (only >= 0 && tokens[i] != only && tokens[i + 1] != only))
                continue;
            _risen.Add(pair);
            if (!_places.TryGetValue(pair, out var places))
                _places[pair] = places = [];
            // A piece that holds a pair twice is noted once: what is merged already would be counted again for nothing.
            if (places.Count == 0 || places[^1] != piece)
                places.Add(piece);
        }
    }

    private void QueueRisen()
    {
        foreach (var pair in _risen)
            _queue.Enqueue(pair, (-_counts[pair], pair.Left, pair.Right));
        _risen.Clear();
    }
}
