using System.Numerics;
using TextVae.Corpus.Synthetic.Grammar;

namespace TextVae.Tests.Corpus.Synthetic.Grammar;

/// <summary>
/// Counts the derivations of a grammar and, apart from them, its different texts. The two agree exactly when no two
/// derivations give the same text. Texts are counted token by token over sets of what may still follow (an automaton
/// made deterministic), so that languages of any size are counted without listing them.
/// </summary>
internal sealed class LanguageCount
{
    private const int Empty = -1;

    private readonly Dictionary<(Phrase Top, int Below), int> _stackIds = [];
    private readonly List<(Phrase Top, int Below)> _stacks = [];
    private readonly Dictionary<Words, Words> _tails = [];
    private readonly Dictionary<string, BigInteger> _textsAfter = [];

    public static BigInteger Derivations(Phrase phrase) => phrase switch
    {
        Sequence sequence => sequence.Parts.Aggregate(BigInteger.One, (product, part) => product * Derivations(part)),
        Choice choice => choice.Alternatives.Aggregate(BigInteger.Zero, (sum, a) => sum + Derivations(a.Phrase)),
        _ => BigInteger.One,
    };

    public static BigInteger Texts(Phrase phrase)
    {
        var count = new LanguageCount();
        return count.TextsOf([count.Push(phrase, Empty)]);
    }

    private BigInteger TextsOf(SortedSet<int> stacks)
    {
        var key = string.Join(' ', stacks);
        if (_textsAfter.TryGetValue(key, out var known)) return known;
        var next = new Dictionary<string, SortedSet<int>>();
        var canEnd = false;
        foreach (var stack in stacks) Advance(stack, next, ref canEnd);
        var ended = canEnd ? BigInteger.One : BigInteger.Zero;
        return _textsAfter[key] = next.Values.Aggregate(ended, (sum, set) => sum + TextsOf(set));
    }

    /// <summary>Files what remains after each first token of <paramref name="stack"/> under that token.</summary>
    private void Advance(int stack, Dictionary<string, SortedSet<int>> next, ref bool canEnd)
    {
        if (stack == Empty)
        {
            canEnd = true;
            return;
        }

        (var top, var below) = _stacks[stack];
        switch (top)
        {
            case Words { Tokens.Count: 0 }:
                Advance(below, next, ref canEnd);
                break;
            case Words words:
                if (!next.TryGetValue(words.Tokens[0], out var set)) next[words.Tokens[0]] = set = [];
                set.Add(words.Tokens.Count == 1 ? below : Push(Tail(words), below));
                break;
            case Choice choice:
                foreach (var branch in choice.Alternatives) Advance(Push(branch.Phrase, below), next, ref canEnd);
                break;
            case Sequence sequence:
                Advance(sequence.Parts.Reverse().Aggregate(below, (rest, part) => Push(part, rest)), next, ref canEnd);
                break;
        }
    }

    private Words Tail(Words words)
    {
        if (!_tails.TryGetValue(words, out var tail)) _tails[words] = tail = new Words([.. words.Tokens.Skip(1)]);
        return tail;
    }

    private int Push(Phrase top, int below)
    {
        if (_stackIds.TryGetValue((top, below), out var id)) return id;
        _stacks.Add((top, below));
        return _stackIds[(top, below)] = _stacks.Count - 1;
    }
}
