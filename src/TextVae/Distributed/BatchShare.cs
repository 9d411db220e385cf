using TorchSharp;

namespace TextVae.Distributed;

/// <summary>
/// What one rank has of the batch of a step: some of its sentences, dealt out so that all ranks have about as many tokens. All
/// ranks know the lengths of all sentences, so all deal alike. With it a rank computes its part of the terms of the whole
/// batch: parts of a term, summed over ranks, are the term, and so are their gradients. A rank for which no sentence is left
/// computes with one of the others' that counts nothing, so that it takes part in every sum.
/// </summary>
internal sealed class BatchShare
{
    private BatchShare(Ranks ranks, int[] lengths, int[] columns, bool isStandIn) =>
        (Ranks, Lengths, Columns, Own) = (ranks, lengths, columns, isStandIn ? 0 : columns.Length);

    /// <summary>Who shares.</summary>
    public Ranks Ranks { get; }

    /// <summary>Positions of every sentence of the whole batch, end tokens included.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Which of them this rank computes, ascending; never none.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>How many of those count: all, or 0 where the one is another rank's.</summary>
    public int Own { get; }

    /// <summary>Sentences of the whole batch.</summary>
    public int Size => Lengths.Count;

    /// <summary>Positions of the longest sentence of the whole batch.</summary>
    public int Time => Lengths.Max();

    /// <summary>Tokens of the whole batch.</summary>
    public long Tokens => Lengths.Sum(length => (long)length);

    /// <summary>Whether it is the whole batch.</summary>
    public bool IsWhole => !Ranks.AreMany;

    /// <summary>Deals out a batch: each sentence, the longest first, to the rank with the fewest tokens so far.</summary>
    /// <param name="lengths">Positions of every sentence, end tokens included; at least one sentence.</param>
    /// <param name="ranks">To whom.</param>
    public static BatchShare Of(IReadOnlyList<int> lengths, Ranks ranks)
    {
        var own = new List<int>();
        var tokens = new long[ranks.Count];
        foreach (var column in Enumerable.Range(0, lengths.Count).OrderByDescending(column => lengths[column]))
        {
            var rank = Array.IndexOf(tokens, tokens.Min());
            tokens[rank] += lengths[column];
            if (rank == ranks.Rank)
                own.Add(column);
        }

        own.Sort();
        return own.Count > 0
            ? new BatchShare(ranks, [.. lengths], [.. own], isStandIn: false)
            : new BatchShare(ranks, [.. lengths], [Shortest(lengths)], isStandIn: true);
    }

    /// <summary>The share of a batch in which other texts stand in the sentences' places.</summary>
    /// <param name="lengths">Their positions, of this rank's places.</param>
    public BatchShare WithTexts(IReadOnlyList<int> lengths)
    {
        var all = new double[Size];
        for (var i = 0; i < Own; i++)
            all[Columns[i]] = lengths[i];
        Ranks.Sum(all);
        return new BatchShare(Ranks, Array.ConvertAll(all, length => (int)length), [.. Columns], isStandIn: Own == 0);
    }

    /// <summary>This rank's part of the mean over the sentences of the whole batch, a scalar.</summary>
    /// <param name="ofSentences">[sentences].</param>
    public torch.Tensor Mean(torch.Tensor ofSentences) =>
        IsWhole ? ofSentences.mean() : Counting(ofSentences).sum().Times(1.0 / Size);

    /// <summary>The mean over the sentences of the whole batch, the same in all ranks.</summary>
    /// <param name="ofSentences">[sentences, features].</param>
    /// <returns>[features].</returns>
    public torch.Tensor MeanOfAll(torch.Tensor ofSentences) => IsWhole
        ? ofSentences.mean([0L])
        : RankSum.Of(Counting(ofSentences).sum([0L]), Ranks).Times(1.0 / Size);

    /// <summary>The rows of all sentences of the whole batch, the same in all ranks.</summary>
    /// <param name="ofSentences">[sentences, features].</param>
    /// <returns>[sentences of the batch, features].</returns>
    public torch.Tensor All(torch.Tensor ofSentences)
    {
        if (IsWhole)
            return ofSentences;
        var own = Counting(ofSentences);
        var columns = torch.tensor(Columns.Take(Own).Select(column => (long)column).ToArray(), device: own.device);
        var placed = torch.zeros([Size, own.shape[1]], own.dtype, own.device).IndexAdd(0, columns, own);
        return RankSum.Of(placed, Ranks);
    }

    /// <summary>This rank's part of a term that all ranks have computed alike.</summary>
    public torch.Tensor Part(torch.Tensor ofAll) => IsWhole ? ofAll : ofAll.Times(1.0 / Ranks.Count);

    private torch.Tensor Counting(torch.Tensor ofSentences) => ofSentences.narrow(0, 0, Own);

    private static int Shortest(IReadOnlyList<int> lengths) =>
        Enumerable.Range(0, lengths.Count).MinBy(column => lengths[column]);
}
