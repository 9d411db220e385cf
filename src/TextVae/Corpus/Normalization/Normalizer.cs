using System.Runtime.InteropServices;
using System.Text;

namespace TextVae.Corpus.Normalization;

/// <summary>
/// The normalization forms C and KC (Unicode Standard Annex 15). <see cref="string.Normalize()"/> depends on what the
/// system has installed, and does nothing where a program was built without cultures; a text must become the same ids
/// everywhere.
/// </summary>
internal sealed class Normalizer
{
    private readonly bool _compatible;
    private readonly bool[] _special = new bool[0x10000];

    private Normalizer(bool compatible)
    {
        _compatible = compatible;
        foreach (var code in NormalizationTable.Instance.Special(compatible))
        {
            // A character above is marked by the first half of its pair.
            _special[code < 0x10000 ? code : new Rune(code).ToString()[0]] = true;
        }
    }

    public static Lazy<Normalizer> Canonical { get; } = new(() => new Normalizer(compatible: false));

    public static Lazy<Normalizer> Compatible { get; } = new(() => new Normalizer(compatible: true));

    /// <summary>Whether no character of a text could be changed: then the text is normal. Nearly every text is.</summary>
    public bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (_special[character])
                return false;
        }
        return true;
    }

    /// <summary>The normal form of a text; half of a surrogate pair becomes U+FFFD.</summary>
    public string Normalize(ReadOnlySpan<char> text)
    {
        List<int> codes = [];
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, codes);
        Order(CollectionsMarshal.AsSpan(codes));
        return Compose(codes);
    }

    private void Decompose(int code, List<int> codes)
    {
        var parts = Hangul.PartsOf(code) ?? NormalizationTable.Instance.PartsOf(code, _compatible);
        if (parts is null)
        {
            codes.Add(code);
            return;
        }
        foreach (var part in parts)
            Decompose(part, codes);
    }

    /// <summary>Puts combining marks that follow one another in the order of their classes, keeping equals in theirs.</summary>
    private static void Order(Span<int> codes)
    {
        for (var start = 0; start < codes.Length; start++)
        {
            var end = start;
            while (end < codes.Length && Class(codes[end]) != 0)
                end++;
            if (end - start > 1)
            {
                // Stable, and no slower for a text that is nothing but marks.
                codes[start..end].ToArray().OrderBy(Class).ToArray().CopyTo(codes[start..end]);
            }
            start = end;
        }
    }

    private static string Compose(List<int> codes)
    {
        var table = NormalizationTable.Instance;
        List<int> composed = [];
        var starter = -1;
        foreach (var code in codes)
        {
            var current = Class(code);
            // Blocked by a mark between of the same class or higher (definition D115).
            var between = composed.Count - 1 > starter ? Class(composed[^1]) : -1;
            if (starter >= 0 && between < current
                && table.Compose(composed[starter], code) is >= 0 and var whole)
            {
                composed[starter] = whole;
                continue;
            }
            if (current == 0)
                starter = composed.Count;
            composed.Add(code);
        }
        StringBuilder text = new(composed.Count);
        Span<char> pair = stackalloc char[2];
        foreach (var code in composed)
            text.Append(pair[..new Rune(code).EncodeToUtf16(pair)]);
        return text.ToString();
    }

    private static byte Class(int code) => NormalizationTable.Instance.ClassOf(code);
}
