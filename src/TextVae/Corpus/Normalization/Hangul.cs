namespace TextVae.Corpus.Normalization;

/// <summary>The syllables of Korean, which are computed from their letters (The Unicode Standard, 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Leads = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trails = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;

    public static IEnumerable<int> SecondParts =>
        Enumerable.Range(Vowels, VowelCount).Concat(Enumerable.Range(Trails + 1, TrailCount - 1));

    /// <summary>The letters of a syllable, or null for any other character.</summary>
    public static int[]? PartsOf(int code)
    {
        var index = code - Syllables;
        if (index is < 0 or >= LeadCount * VowelCount * TrailCount)
            return null;
        var lead = Leads + (index / (VowelCount * TrailCount));
        var vowel = Vowels + (index / TrailCount % VowelCount);
        var trail = index % TrailCount;
        return trail == 0 ? [lead, vowel] : [lead, vowel, Trails + trail];
    }

    /// <summary>The syllable of two parts, or -1.</summary>
    public static int Compose(int first, int second)
    {
        if (first - Leads is >= 0 and < LeadCount && second - Vowels is >= 0 and < VowelCount)
            return Syllables + ((((first - Leads) * VowelCount) + second - Vowels) * TrailCount);
        var index = first - Syllables;
        var opens = index is >= 0 and < LeadCount * VowelCount * TrailCount && index % TrailCount == 0;
        return opens && second - Trails is > 0 and < TrailCount ? first + second - Trails : -1;
    }
}
