using TextVae.Corpus;

namespace TextVae.Evaluation.NGrams;

/// <summary>
/// How often each run of words is in some texts, up to an order. Each text stands between one start and one end token, and
/// no run goes beyond them.
/// </summary>
internal static class NGramTrie
{
    /// <summary>Counts the runs of words.</summary>
    /// <param name="texts">The word ids of each text.</param>
    /// <param name="order">The longest runs.</param>
    /// <param name="cancellation">Stops between texts and runs.</param>
    /// <returns>The levels of the trie by the length of the runs, from the empty one, which counts nothing, to the longest.</returns>
    /// <exception cref="ArgumentException">A text holds the id of padding, start or end.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static NGramLevel[] Count(IEnumerable<int[]> texts, int order, CancellationToken cancellation)
    {
        int[] tokens = [.. texts.SelectMany(text => WithEnds(text, cancellation))];
        // Runs that begin alike stand together then, and each is met for the first time where it differs from the one before.
        var starts = InOrder(tokens, order, cancellation);
        var levels = Enumerable.Range(0, order).Select(_ => new Growing()).ToArray();
        var previous = -1;
        foreach (var start in starts)
        {
            cancellation.ThrowIfCancellationRequested();
            var common = previous < 0 ? 0 : Common(tokens, previous, start, order);
            for (var length = 1; length <= order; length++)
            {
                var level = levels[length - 1];
                if (length > common)
                    level.Add(tokens[start + length - 1], firstChild: length < order ? levels[length].Words.Count : 0);
                level.Counts[^1]++;
                if (tokens[start + length - 1] == Vocabulary.End)
                    break;
            }

            previous = start;
        }

        var root = new NGramLevel { Words = [Vocabulary.Padding], Counts = [0], FirstChildren = [0, levels[0].Words.Count] };
        return [root, .. levels.Select((level, i) => level.ToLevel(i + 1 < order ? levels[i + 1].Words.Count : 0))];
    }

    private static IEnumerable<int> WithEnds(int[] text, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (text.FirstOrDefault(id => id is not Vocabulary.Unknown and <= Vocabulary.End, Vocabulary.Unknown) is var id and not Vocabulary.Unknown)
            throw new ArgumentException($"A text holds id {id}, which is no word.", nameof(text));
        return text.Prepend(Vocabulary.Start).Append(Vocabulary.End);
    }

    /// <summary>Where runs begin, sorted by their tokens; equal ones by their places.</summary>
    private static int[] InOrder(int[] tokens, int order, CancellationToken cancellation)
    {
        var starts = new int[tokens.Length];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = i;
        try
        {
            starts.AsSpan().Sort((one, other) =>
            {
                cancellation.ThrowIfCancellationRequested();
                return Compare(tokens, one, other, order);
            });
        }
        catch (InvalidOperationException exception) when (cancellation.IsCancellationRequested)
        {
            // Sorting wraps up what a comparison throws.
            throw new OperationCanceledException("The counting was stopped.", exception, cancellation);
        }

        return starts;
    }

    private static int Compare(int[] tokens, int one, int other, int order)
    {
        var common = Common(tokens, one, other, order);
        return common == order || (common > 0 && tokens[one + common - 1] == Vocabulary.End)
            ? one.CompareTo(other)
            : tokens[one + common].CompareTo(tokens[other + common]);
    }

    /// <summary>How many tokens two runs share before they differ, end or are long enough.</summary>
    private static int Common(int[] tokens, int one, int other, int order)
    {
        var common = 0;
        while (common < order && tokens[one + common] == tokens[other + common])
        {
            common++;
            if (tokens[one + common - 1] == Vocabulary.End)
                break;
        }

        return common;
    }

    private sealed class Growing
    {
        public List<int> Words { get; } = [];

        public List<int> Counts { get; } = [];

        private List<int> FirstChildren { get; } = [];

        public void Add(int word, int firstChild)
        {
            Words.Add(word);
            Counts.Add(0);
            FirstChildren.Add(firstChild);
        }

        public NGramLevel ToLevel(int children) =>
            new() { Words = [.. Words], Counts = [.. Counts], FirstChildren = [.. FirstChildren, children] };
    }
}
