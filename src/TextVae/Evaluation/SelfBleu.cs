using System.Runtime.InteropServices;

namespace TextVae.Evaluation;

/// <summary>
/// Self-BLEU (Zhu et al. 2018): the mean over texts of the BLEU-4 that each has with all others as its references, from 0
/// to 100. The higher it is, the more alike the texts are. Single texts are scored as sacrebleu scores sentences.
/// </summary>
internal sealed class SelfBleu
{
    private readonly Dictionary<NGram, Most> _counts = [];
    private readonly int[] _lengths;

    private SelfBleu(IReadOnlyList<int[]> texts)
    {
        _lengths = [.. texts.Select(text => text.Length).Order()];
        for (var order = 1; order <= BleuCounts.MaximumOrder; order++)
        {
            foreach (var text in texts)
            {
                foreach (var (gram, count) in NGram.CountBy(text, order))
                    CollectionsMarshal.GetValueRefOrAddDefault(_counts, gram, out _).TakeUp(count);
            }
        }
    }

    /// <summary>Self-BLEU of some texts; null where there are not at least two.</summary>
    /// <param name="texts">The words of each.</param>
    public static double? Of(IReadOnlyList<int[]> texts)
    {
        if (texts.Count < 2)
            return null;
        var self = new SelfBleu(texts);
        return texts.Average(self.Score);
    }

    private double Score(int[] text)
    {
        var own = Enumerable.Range(1, BleuCounts.MaximumOrder).SelectMany(order => NGram.CountBy(text, order)).ToDictionary();
        var counts = new BleuCounts();
        counts.Add(text, ClosestOther(text.Length), gram => _counts[gram].BesideOne(own[gram]));
        return counts.Score(isEffectiveOrder: true);
    }

    /// <summary>The length nearest to a text's own among the others; of two as near the shorter, as BLEU wants it.</summary>
    private int ClosestOther(int length)
    {
        var own = Array.BinarySearch(_lengths, length);
        var (below, above) = (own - 1, own + 1);
        if (below < 0)
            return _lengths[above];
        return above == _lengths.Length || length - _lengths[below] <= _lengths[above] - length ? _lengths[below] : _lengths[above];
    }

    /// <summary>The two largest counts of an n-gram in a text: without one text, the largest of the others is known.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Most
    {
        private int _first;
        private int _second;

        public void TakeUp(int count)
        {
            if (count > _first)
                (_first, _second) = (count, _first);
            else if (count > _second)
                _second = count;
        }

        public readonly int BesideOne(int count) => count == _first ? _second : _first;
    }
}
