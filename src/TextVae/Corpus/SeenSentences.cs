using System.Runtime.InteropServices;

namespace TextVae.Corpus;

/// <summary>
/// Sentences of a split that stand in another one too, token by token: a model that has been trained on them knows them, and what is
/// measured of them says less of other texts.
/// </summary>
public static class SeenSentences
{
    /// <summary>Which sentences of a split stand in the training split too; words that both know as unknown are the same.</summary>
    /// <param name="split">The sentences that are asked about.</param>
    /// <param name="training">The training split.</param>
    /// <param name="cancellation">Stops between sentences.</param>
    /// <returns>An answer for each sentence, in the order of the split.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static bool[] Of(TokenStore split, TokenStore training, CancellationToken cancellation = default)
    {
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var keys = places.GetAlternateLookup<ReadOnlySpan<char>>();
        var lengths = new HashSet<int>();
        for (var i = 0; i < split.Count; i++)
        {
            var key = Key(split.Read(i)).ToString();
            if (!places.TryGetValue(key, out var same))
                places.Add(key, same = []);
            same.Add(i);
            lengths.Add(split.LengthOf(i));
        }

        var seen = new bool[split.Count];
        var buffer = new int[lengths.DefaultIfEmpty().Max()];
        for (var i = 0; i < training.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            // Most are told apart by their length alone.
            var length = training.LengthOf(i);
            if (!lengths.Contains(length))
                continue;
            training.CopyTo(i, buffer);
            if (!keys.Remove(Key(buffer.AsSpan(0, length)), out _, out var found))
                continue;
            foreach (var place in found)
                seen[place] = true;
        }

        return seen;
    }

    // Ids as the characters of a text, which hash and compare by their content.
    private static ReadOnlySpan<char> Key(ReadOnlySpan<int> ids) => MemoryMarshal.Cast<int, char>(ids);
}
