using System.Runtime.InteropServices;
using TextVae.Corpus;

namespace TextVae.Evaluation.NGrams;

/// <summary>
/// An n-gram language model with interpolated modified Kneser–Ney smoothing (Chen and Goodman 1998, section 3):
/// p(w|h) = (c(hw) − D(c(hw))) / c(h·) + (Σ_v D(c(hv)) / c(h·)) · p(w|h′), h′ being h without its first word, down to the
/// uniform distribution over the vocabulary. c counts occurrences for the longest n-grams and for those that begin a text,
/// and for all others the different tokens before them. A text is predicted word by word from one start token, and its end
/// token with it; the unknown word is a word like any other.
/// </summary>
public sealed class KneserNey
{
    /// <summary>The longest n-grams that are counted unless told otherwise.</summary>
    public const int StandardOrder = 5;

    private readonly NGramLevel[] _levels;
    private readonly Discounts[] _discounts;
    private readonly Context[][] _contexts;
    private readonly double _uniform;

    private KneserNey(NGramLevel[] levels, int types)
    {
        _levels = levels;
        _uniform = 1.0 / types;
        _discounts = [default, .. levels.Skip(1).Select(level => Discounts.Of(level.Counts))];
        _contexts = [.. levels.SkipLast(1).Select((_, length) => ContextsOf(length))];
    }

    /// <summary>Counts texts.</summary>
    /// <param name="texts">The word ids of each.</param>
    /// <param name="types">How many different tokens can be predicted: all words, the unknown one and the end token
    /// (<see cref="Vocabulary.Types"/>).</param>
    /// <param name="order">n, from 1 on.</param>
    /// <param name="cancellation">Stops between texts and runs of words.</param>
    /// <exception cref="ArgumentException">There is no text, or one holds the id of padding, start or end.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static KneserNey Train(
        IEnumerable<int[]> texts, int types, int order = StandardOrder, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(types);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        var levels = NGramTrie.Count(texts, order, cancellation);
        if (levels[1].Length == 0)
            throw new ArgumentException("There is no text to count.", nameof(texts));
        // Of single words no longer runs are counted, so only the start token has to go.
        if (order == 1)
            levels[1].Counts[levels[1].Find(levels[0].ChildrenOf(0), Vocabulary.Start)] = 0;
        ContinuationCounts.Apply(levels);
        return new KneserNey(levels, types);
    }

    /// <summary>Counts the training texts of a dataset.</summary>
    internal static KneserNey OfTraining(Dataset dataset, CancellationToken cancellation) => Train(
        Enumerable.Range(0, dataset.Train.Count).Select(dataset.Train.Read), dataset.Vocabulary.Types, cancellation: cancellation);

    /// <summary>p(w|h); it sums to 1 over the vocabulary's words, the unknown one and the end token.</summary>
    /// <param name="history">What comes before, from the start token on; the last n − 1 tokens count.</param>
    /// <param name="word">The id of the word, or of the end token.</param>
    public double Probability(ReadOnlySpan<int> history, int word)
    {
        var probability = _uniform;
        for (var length = 0; length < _contexts.Length && length <= history.Length; length++)
        {
            var context = Find(history[^length..]);
            if (context < 0 || _contexts[length][context] is not { Total: > 0 } seen)
                break;
            var node = _levels[length + 1].Find(_levels[length].ChildrenOf(context), word);
            var count = node < 0 ? 0 : _levels[length + 1].Counts[node];
            probability = ((count - _discounts[length + 1].Off(count)) / seen.Total) + (seen.Reserved * probability);
        }

        return probability;
    }

    /// <summary>−ln p of a text with its end token, nats.</summary>
    /// <param name="text">Its word ids.</param>
    public double NegativeLogLikelihood(int[] text)
    {
        int[] tokens = [Vocabulary.Start, .. text, Vocabulary.End];
        var sum = 0.0;
        for (var i = 1; i < tokens.Length; i++)
            sum -= Math.Log(Probability(tokens.AsSpan(0, i), tokens[i]));
        return sum;
    }

    /// <summary>exp(Σ −ln p / tokens) over texts, a token being a word or an end token.</summary>
    /// <param name="texts">The word ids of each, at least one.</param>
    /// <param name="cancellation">Stops between texts.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public double Perplexity(IReadOnlyList<int[]> texts, CancellationToken cancellation = default)
    {
        var ofTexts = texts.Select(text =>
        {
            cancellation.ThrowIfCancellationRequested();
            return NegativeLogLikelihood(text);
        });
        return Math.Exp(ofTexts.Order().Sum() / texts.Sum(text => text.Length + 1L));
    }

    /// <summary>The place of a run of words in the level of its length; below 0 if it was never seen.</summary>
    private int Find(ReadOnlySpan<int> words)
    {
        var node = 0;
        for (var i = 0; i < words.Length && node >= 0; i++)
            node = _levels[i + 1].Find(_levels[i].ChildrenOf(node), words[i]);
        return node;
    }

    private Context[] ContextsOf(int length)
    {
        var (level, next) = (_levels[length], _levels[length + 1]);
        var contexts = new Context[level.Length];
        for (var node = 0; node < contexts.Length; node++)
        {
            var (total, taken) = (0L, 0.0);
            foreach (var count in next.Counts.AsSpan(level.ChildrenOf(node)))
            {
                total += count;
                taken += _discounts[length + 1].Off(count);
            }

            contexts[node] = new Context(total, taken / total);
        }

        return contexts;
    }

    /// <summary>What follows a run of words: how much it counts in all, and the share that shorter runs decide.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Context(long Total, double Reserved);
}
