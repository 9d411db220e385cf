using TextVae.Models;

namespace TextVae.Generation;

/// <summary>
/// Beam search for a whole batch: all hypotheses of all sentences stand in one product a step. A hypothesis has one
/// score, ln p / tokensᵃ over its words and its end token, by which finished ones are compared; unfinished ones of a
/// step have the same length, so ln p orders them the same way. Nothing is known of the length of any input, and no
/// noise is added. Padding and the start token are never chosen.
/// </summary>
internal static class BeamSearch
{
    /// <summary>The best text found for each of the texts, which have read nothing yet.</summary>
    /// <param name="texts">Where they begin.</param>
    /// <param name="options">Width, power of the length and maximum length.</param>
    public static GeneratedText[] Decode(UnfinishedTexts texts, DecodingOptions options)
    {
        var beams = Enumerable.Range(0, texts.Count).Select(_ => new Beam(options)).ToArray();
        var active = beams;
        int[] parents = [.. Enumerable.Range(0, texts.Count)];
        for (var length = 0; active.Length > 0; length++)
        {
            texts.Step(parents, [.. active.SelectMany(beam => beam.Live).Select(hypothesis => hypothesis.LastWord)]);
            var next = length < options.MaximumLength ? NextWords.Best(texts, options.Beam) : NextWords.Ends(texts);
            var rows = new List<int>(texts.Count);
            var first = 0;
            foreach (var beam in active)
            {
                var start = first;
                rows.AddRange(beam.Advance(Candidates(next, start, beam.Live)).Select(parent => start + parent));
                first += beam.ParentCount;
            }

            active = [.. active.Where(beam => beam.Live.Count > 0)];
            parents = [.. rows];
        }

        return [.. beams.Select(beam => beam.Best())];
    }

    /// <summary>The continuations of a beam's hypotheses, best first: the sorted words of each, merged.</summary>
    private static IEnumerable<Candidate> Candidates(NextWords next, int first, IReadOnlyList<Hypothesis> live)
    {
        var heads = new PriorityQueue<(int Row, int Place), (double Worse, int Row, int Place)>(live.Count);
        void Enter(int row, int place)
        {
            if (place < next[first + row].Length)
                heads.Enqueue((row, place), (-Total(row, place), row, place));
        }

        double Total(int row, int place) => live[row].LogProbability + next[first + row][place].LogProbability;

        for (var row = 0; row < live.Count; row++)
            Enter(row, 0);
        while (heads.TryDequeue(out var head, out _))
        {
            var (row, place) = head;
            yield return new Candidate(row, next[first + row][place].Word, Total(row, place));
            Enter(row, place + 1);
        }
    }
}
