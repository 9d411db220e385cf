namespace TextVae.Onnx;

/// <summary>Which texts go through the encoder together: those of like length, so that little is computed of padding.</summary>
internal static class TextChunks
{
    // What the largest intermediate value of the paper's sizes needs is 50 MB then.
    private const int Positions = 8192;

    /// <summary>The numbers of the texts of each chunk.</summary>
    /// <param name="lengths">Positions of each text.</param>
    /// <param name="most">The most texts of a chunk.</param>
    public static IEnumerable<int[]> Of(int[] lengths, int most)
    {
        int[] texts = [.. Enumerable.Range(0, lengths.Length).OrderByDescending(text => lengths[text])];
        for (var first = 0; first < texts.Length;)
        {
            var size = Math.Clamp(Positions / lengths[texts[first]], 1, Math.Min(most, texts.Length - first));
            yield return texts[first..(first + size)];
            first += size;
        }
    }
}
