using System.Runtime.InteropServices;

namespace TextVae.Generation;

/// <summary>
/// The hypotheses of one sentence in groups (Vijayakumar et al. 2016). In each step the groups choose one after the other,
/// and a word that hypotheses of earlier groups have just taken costs λ for each of them (the Hamming diversity). The
/// penalty orders the continuations of that step and nothing else: it is no part of ln p, is not carried on, and no
/// finished text is compared by it. The end is free, for it is no word that two texts could share.
/// </summary>
internal sealed class DiverseBeam
{
    private readonly DecodingOptions _options;
    private readonly Beam[] _groups;

    public DiverseBeam(DecodingOptions options, RequiredWords required)
    {
        _options = options;
        _groups = [.. Enumerable.Range(0, options.Groups).Select(_ => new Beam(options.Beam / options.Groups, options, required))];
    }

    /// <summary>The hypotheses that go on, group after group.</summary>
    public IEnumerable<Hypothesis> Live => _groups.SelectMany(group => group.Live);

    /// <summary>Whether any hypothesis goes on.</summary>
    public bool IsLive => _groups.Any(group => group.Live.Count > 0);

    /// <summary>Takes one step.</summary>
    /// <param name="next">The words that may follow each unfinished text.</param>
    /// <param name="first">The place of this sentence's first hypothesis among them; afterwards that behind its last.</param>
    /// <returns>For each hypothesis that goes on, the place of its parent before the step.</returns>
    public List<int> Advance(NextWords next, ref int first)
    {
        var parents = new List<int>(_options.Beam);
        var taken = new Dictionary<int, int>();
        foreach (var group in _groups.Where(group => group.Live.Count > 0))
        {
            var start = first;
            var ofGroup = Enumerable.Range(start, group.Live.Count).Select(text => Penalised(next[text], taken)).ToArray();
            parents.AddRange(group.Advance(Merged(group.Live, ofGroup)).Select(parent => start + parent));
            first += group.ParentCount;
            foreach (var hypothesis in group.Live)
                CollectionsMarshal.GetValueRefOrAddDefault(taken, hypothesis.LastWord, out _)++;
        }

        return parents;
    }

    /// <summary>
    /// The finished texts that are wanted, the best score first, none twice. The groups give in turn, each its best, then
    /// each its second best, so that a short list is of many groups.
    /// </summary>
    public GeneratedText[] Finished()
    {
        var inTurn = _groups
            .SelectMany(group => group.Finished.Index())
            .OrderBy(ranked => ranked.Index)
            .ThenByDescending(ranked => ranked.Item.Score)
            .Select(ranked => ranked.Item)
            .DistinctBy(finished => string.Join(' ', finished.Text.Words));
        return [.. inTurn.Take(_options.Hypotheses).OrderByDescending(finished => finished.Score).Select(finished => finished.Text)];
    }

    /// <summary>A text's next words with what each is worth to the group, the best first.</summary>
    private ValuedWord[] Penalised(NextWord[] words, Dictionary<int, int> taken)
    {
        var valued = Array.ConvertAll(words, word => new ValuedWord(
            word, word.LogProbability - (_options.Diversity * taken.GetValueOrDefault(word.Word))));
        return _options.Diversity == 0 || taken.Count == 0 ? valued : [.. valued.OrderByDescending(word => word.Value)];
    }

    /// <summary>The continuations of a group's hypotheses, the best first: the sorted words of each, merged.</summary>
    private static IEnumerable<Candidate> Merged(IReadOnlyList<Hypothesis> live, ValuedWord[][] next)
    {
        var heads = new PriorityQueue<(int Row, int Place), (double Worse, int Row, int Place)>(live.Count);
        void Enter(int row, int place)
        {
            if (place < next[row].Length)
                heads.Enqueue((row, place), (-(live[row].LogProbability + next[row][place].Value), row, place));
        }

        for (var row = 0; row < live.Count; row++)
            Enter(row, 0);
        while (heads.TryDequeue(out var head, out _))
        {
            var (row, place) = head;
            var word = next[row][place].Word;
            yield return new Candidate(row, word.Word, live[row].LogProbability + word.LogProbability);
            Enter(row, place + 1);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ValuedWord(NextWord Word, double Value);
}
