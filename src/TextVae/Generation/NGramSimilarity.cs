using System.Runtime.InteropServices;

namespace TextVae.Generation;

/// <summary>
/// How alike texts are: the mean of ROUGE-1 to ROUGE-4 as F1 (Lin 2004), that is of 2 · shared n-grams / (n-grams of one +
/// n-grams of the other), over those n for which one of the two is long enough. 1 for equal texts, 0 for those that share no
/// word, the same in both directions, and defined for the shortest texts too.
/// </summary>
internal sealed class NGramSimilarity
{
    private const int MaximumOrder = 4;

    // An n-gram is the number of the one without its last word, and that word. Numbers are given as n-grams are met.
    private readonly Dictionary<(int Before, int Word), int> _numbers = [];
    private readonly List<int[][]> _texts = [];

    /// <summary>Takes texts up.</summary>
    public NGramSimilarity(IEnumerable<int[]> texts)
    {
        foreach (var text in texts)
            _texts.Add(Sorted(text));
    }

    /// <summary>How alike two of the texts are.</summary>
    public double this[int left, int right]
    {
        get
        {
            var (sum, orders) = (0.0, 0);
            foreach (var (ofLeft, ofRight) in _texts[left].Zip(_texts[right]))
            {
                if (ofLeft.Length + ofRight.Length == 0)
                    continue;
                sum += 2.0 * Shared(ofLeft, ofRight) / (ofLeft.Length + ofRight.Length);
                orders++;
            }

            return orders == 0 ? 1 : sum / orders;
        }
    }

    /// <summary>The n-grams of a text for each n, by their numbers.</summary>
    private int[][] Sorted(int[] text)
    {
        var orders = new int[MaximumOrder][];
        var before = new int[text.Length + 1];
        for (var order = 1; order <= MaximumOrder; order++)
        {
            var count = Math.Max(0, text.Length - order + 1);
            for (var first = 0; first < count; first++)
            {
                ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    _numbers, (before[first], text[first + order - 1]), out var isKnown);
                if (!isKnown)
                    number = _numbers.Count;
                before[first] = number;
            }

            orders[order - 1] = before[..count];
            Array.Sort(orders[order - 1]);
        }

        return orders;
    }

    private static int Shared(int[] left, int[] right)
    {
        var (shared, i, j) = (0, 0, 0);
        while (i < left.Length && j < right.Length)
        {
            if (left[i] < right[j])
            {
                i++;
            }
            else if (left[i] > right[j])
            {
                j++;
            }
            else
            {
                (shared, i, j) = (shared + 1, i + 1, j + 1);
            }
        }

        return shared;
    }
}
