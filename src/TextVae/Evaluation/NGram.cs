using System.Runtime.InteropServices;

namespace TextVae.Evaluation;

/// <summary>Up to four words in a row; places beyond the order hold −1, which is no word.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NGram(int First, int Second, int Third, int Fourth)
{
    /// <summary>The n-grams of a text, in order.</summary>
    /// <param name="text">Its words.</param>
    /// <param name="order">n, from 1 to 4.</param>
    public static IEnumerable<NGram> Of(int[] text, int order) =>
        Enumerable.Range(0, Math.Max(0, text.Length - order + 1)).Select(i => new NGram(
            text[i], order > 1 ? text[i + 1] : -1, order > 2 ? text[i + 2] : -1, order > 3 ? text[i + 3] : -1));

    /// <summary>How often each n-gram is in a text.</summary>
    /// <param name="text">Its words.</param>
    /// <param name="order">n, from 1 to 4.</param>
    public static IEnumerable<KeyValuePair<NGram, int>> CountBy(int[] text, int order) => Of(text, order).CountBy(gram => gram);
}
