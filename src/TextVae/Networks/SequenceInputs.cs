using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// What a recurrence reads at each position of a padded batch, each different vector once: a batch has far fewer
/// different words than positions, so what is computed of a word's vector alone is computed once a word.
/// </summary>
/// <param name="Vectors">[vectors, features].</param>
/// <param name="Rows">The vector at each position, int64 [time, batch].</param>
/// <param name="Lengths">Positions of each sentence; the others are padding.</param>
internal sealed record SequenceInputs(torch.Tensor Vectors, torch.Tensor Rows, IReadOnlyList<int> Lengths)
{
    /// <summary>The number of positions of the longest sentence, padding for the others.</summary>
    public long Time => Rows.shape[0];

    /// <summary>The vector at each position, [time, batch, features]; at padding any one.</summary>
    public torch.Tensor Steps() => Vectors.index_select(0, Rows.flatten()).view(Rows.shape[0], Rows.shape[1], -1);

    /// <summary>The vectors of words.</summary>
    /// <param name="table">One vector for each word of the vocabulary, [words, features].</param>
    /// <param name="ids">The word at each position, int64 [time, batch].</param>
    /// <param name="lengths">Positions of each sentence.</param>
    public static SequenceInputs OfWords(torch.Tensor table, torch.Tensor ids, IReadOnlyList<int> lengths)
    {
        var words = ids.cpu().data<long>().ToArray();
        var rowOf = new Dictionary<long, long>();
        var different = new List<long>();
        for (var i = 0; i < words.Length; i++)
        {
            if (!rowOf.TryGetValue(words[i], out var row))
            {
                rowOf.Add(words[i], row = different.Count);
                different.Add(words[i]);
            }

            words[i] = row;
        }

        var device = table.device;
        var chosen = torch.tensor(different.ToArray(), device: device);
        return new SequenceInputs(table.index_select(0, chosen), torch.tensor(words, ids.shape, device: device), lengths);
    }

    /// <summary>The states of another recurrence; those at padding are left out and cost nothing.</summary>
    /// <param name="states">[time, batch, features].</param>
    /// <param name="lengths">Positions of each sentence.</param>
    public static SequenceInputs OfStates(torch.Tensor states, IReadOnlyList<int> lengths)
    {
        var (time, batch) = ((int)states.shape[0], lengths.Count);
        var real = new List<long>();
        var rows = new long[time * batch];
        for (var position = 0; position < rows.Length; position++)
        {
            if (position / batch >= lengths[position % batch])
                continue;
            rows[position] = real.Count;
            real.Add(position);
        }

        var positions = torch.tensor(real.ToArray(), device: states.device);
        return new SequenceInputs(
            states.flatten(0, 1).index_select(0, positions), torch.tensor(rows, [time, batch], device: states.device), lengths);
    }

    /// <summary>A vector of its own for each position.</summary>
    /// <param name="steps">[time, batch, features].</param>
    /// <param name="lengths">Positions of each sentence; null where none has padding.</param>
    public static SequenceInputs OfSteps(torch.Tensor steps, IReadOnlyList<int>? lengths = null)
    {
        var (time, batch) = (steps.shape[0], steps.shape[1]);
        var rows = TensorNumbers.Range(time * batch, steps.device).view(time, batch);
        return new SequenceInputs(
            steps.flatten(0, 1), rows, lengths ?? [.. Enumerable.Repeat((int)time, (int)batch)]);
    }
}
