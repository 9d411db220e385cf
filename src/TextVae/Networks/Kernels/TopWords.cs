using System.Runtime.InteropServices;

namespace TextVae.Networks.Kernels;

/// <summary>
/// The words with the largest logits seen so far: a heap with the least of them on top. Of two words with the same logit
/// the one with the lower number counts as larger, so that nothing depends on the order in which they come.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct TopWords(int capacity, float* logits, int* words)
{
    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>No logit below this can enter any more.</summary>
    public readonly float Floor => Count < capacity ? float.NegativeInfinity : logits[0];

    /// <summary>Takes a word if it is among the largest.</summary>
    public void Offer(float logit, int word)
    {
        if (Count < capacity)
        {
            var place = Count++;
            for (; place > 0 && IsLess(logit, word, (place - 1) / 2); place = (place - 1) / 2)
                Move((place - 1) / 2, place);
            (logits[place], words[place]) = (logit, word);
            return;
        }

        if (!IsLess(logit, word, 0))
            SiftDown(logit, word, Count);
    }

    /// <summary>Puts the largest first; nothing can be offered afterwards.</summary>
    public void Sort()
    {
        for (var last = Count - 1; last > 0; last--)
        {
            var (logit, word) = (logits[last], words[last]);
            Move(0, last);
            SiftDown(logit, word, last);
        }
    }

    private readonly void SiftDown(float logit, int word, int count)
    {
        var place = 0;
        while (true)
        {
            var child = (2 * place) + 1;
            if (child + 1 < count && IsLess(logits[child + 1], words[child + 1], child))
                child++;
            if (child >= count || IsLess(logit, word, child))
                break;
            Move(child, place);
            place = child;
        }

        (logits[place], words[place]) = (logit, word);
    }

    private readonly void Move(int from, int to) => (logits[to], words[to]) = (logits[from], words[from]);

    private readonly bool IsLess(float logit, int word, int place) =>
        logit < logits[place] || (logit == logits[place] && word > words[place]);
}
