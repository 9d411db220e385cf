using System.Runtime.InteropServices;
using TextVae.Corpus;

namespace TextVae.Generation;

/// <summary>One continuation: a hypothesis of the beam, the word after it and ln p of both.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(int Parent, int Word, double LogProbability);

/// <summary>A finished text and ln p / tokensᵃ of it.</summary>
internal sealed record FinishedText(GeneratedText Text, double Score);

/// <summary>The hypotheses of one sentence, or of one group of them.</summary>
/// <param name="width">How many go on at most.</param>
/// <param name="options">Power of the length, maximum length, and how many finished texts are wanted.</param>
/// <param name="required">The words that every text has to have.</param>
internal sealed class Beam(int width, DecodingOptions options, RequiredWords required)
{
    private readonly List<FinishedText> _finished = [];

    /// <summary>The hypotheses that go on, those chosen first first.</summary>
    public IReadOnlyList<Hypothesis> Live { get; private set; } = [Hypothesis.Empty];

    /// <summary>The hypotheses there were before the last advance.</summary>
    public int ParentCount { get; private set; }

    /// <summary>The finished texts, the best score first.</summary>
    public IEnumerable<FinishedText> Finished => _finished.OrderByDescending(finished => finished.Score);

    /// <summary>Takes one step with the continuations, those to be preferred first.</summary>
    /// <returns>For each hypothesis that goes on, the place of its parent before the step.</returns>
    public IReadOnlyList<int> Advance(IEnumerable<Candidate> candidates)
    {
        ParentCount = Live.Count;
        int[] banks = [width];
        if (required.Count > 0)
        {
            candidates = [.. candidates];
            banks = BankSizes(candidates);
        }

        var (rank, taken) = (new int[banks.Length], new int[banks.Length]);
        var places = banks.Sum();
        var live = new List<Hypothesis>(width);
        var parents = new List<int>(width);
        foreach (var candidate in candidates)
        {
            var parent = Live[candidate.Parent];
            var met = MetBy(candidate);
            var bank = RequiredWords.CountOf(met);
            if (taken[bank] == banks[bank])
                continue;
            if (candidate.Word != Vocabulary.End)
            {
                live.Add(new(parent, candidate.Word, parent.Length + 1, candidate.LogProbability, met));
                parents.Add(candidate.Parent);
                taken[bank]++;
            }
            else if (rank[bank] < banks[bank])
            {
                // An end is taken up only where it ranks within the beam, as any other word would have to.
                var score = candidate.LogProbability / Math.Pow(parent.Length + 1, options.LengthPower);
                _finished.Add(new(new(parent.Words(), candidate.LogProbability), score));
            }

            rank[bank]++;
            if (live.Count == places)
                break;
        }

        Live = IsDone(live) ? [] : live;
        return Live.Count == 0 ? [] : parents;
    }

    private ulong MetBy(Candidate candidate) => required.With(Live[candidate.Parent].Met, candidate.Word);

    private int[] BankSizes(IEnumerable<Candidate> candidates)
    {
        var waiting = new int[required.Count + 1];
        foreach (var candidate in candidates)
            waiting[RequiredWords.CountOf(MetBy(candidate))]++;
        return Banks.Sizes(width, waiting);
    }

    /// <summary>
    /// Done when as many texts have finished as the beam is wide, or when no unfinished one can still be among those that
    /// are wanted: ln p only falls, and its best score is that of the greatest length.
    /// </summary>
    private bool IsDone(List<Hypothesis> live)
    {
        if (live.Count == 0 || _finished.Count >= width)
            return true;
        if (_finished.Count < options.Hypotheses)
            return false;
        var best = live.Max(hypothesis => hypothesis.LogProbability);
        var reachable = best / Math.Pow(options.MaximumLength + 1, options.LengthPower);
        return reachable < Finished.ElementAt(options.Hypotheses - 1).Score;
    }
}
