using System.Runtime.InteropServices;
using TextVae.Corpus;

namespace TextVae.Generation;

/// <summary>One continuation: a hypothesis of the beam, the word after it and ln p of both.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(int Parent, int Word, double LogProbability);

/// <summary>An unfinished text, as a chain from its last word to its first.</summary>
internal sealed record Hypothesis(Hypothesis? Before, int LastWord, int Length, double LogProbability)
{
    public int[] Words()
    {
        var words = new int[Length];
        var hypothesis = this;
        for (var i = Length - 1; i >= 0; i--)
        {
            words[i] = hypothesis.LastWord;
            hypothesis = hypothesis.Before!;
        }

        return words;
    }
}

/// <summary>The hypotheses of one sentence.</summary>
internal sealed class Beam(DecodingOptions options)
{
    private readonly List<(GeneratedText Text, double Score)> _finished = [];

    /// <summary>The hypotheses that go on, best first.</summary>
    public IReadOnlyList<Hypothesis> Live { get; private set; } = [new(null, Vocabulary.Start, 0, 0)];

    /// <summary>The hypotheses there were before the last advance.</summary>
    public int ParentCount { get; private set; }

    /// <summary>Takes one step with the best continuations, best first.</summary>
    /// <returns>For each hypothesis that goes on, the place of its parent before the step.</returns>
    public IReadOnlyList<int> Advance(IEnumerable<Candidate> candidates)
    {
        ParentCount = Live.Count;
        var live = new List<Hypothesis>(options.Beam);
        var parents = new List<int>(options.Beam);
        var rank = 0;
        foreach (var candidate in candidates)
        {
            var parent = Live[candidate.Parent];
            if (candidate.Word != Vocabulary.End)
            {
                live.Add(new(parent, candidate.Word, parent.Length + 1, candidate.LogProbability));
                parents.Add(candidate.Parent);
            }
            else if (rank < options.Beam)
            {
                // An end is taken up only where it ranks within the beam, as any other word would have to.
                var score = candidate.LogProbability / Math.Pow(parent.Length + 1, options.LengthPower);
                _finished.Add((new(parent.Words(), candidate.LogProbability), score));
            }

            rank++;
            if (live.Count == options.Beam)
                break;
        }

        Live = IsDone(live) ? [] : live;
        return Live.Count == 0 ? [] : parents;
    }

    /// <summary>The finished text with the best score.</summary>
    public GeneratedText Best() => _finished.MaxBy(finished => finished.Score).Text;

    /// <summary>
    /// Done when as many texts have finished as the beam is wide, or when no unfinished one can still win: ln p only
    /// falls, and its best score is that of the greatest length.
    /// </summary>
    private bool IsDone(List<Hypothesis> live)
    {
        if (live.Count == 0 || _finished.Count >= options.Beam)
            return true;
        if (_finished.Count == 0)
            return false;
        var reachable = live[0].LogProbability / Math.Pow(options.MaximumLength + 1, options.LengthPower);
        return reachable < _finished.Max(finished => finished.Score);
    }
}
