namespace TextVae.Corpus.Preparing;

/// <summary>Which split each sentence belongs to, in the order of the sentences.</summary>
internal sealed record SplitPlan(int Train, int Valid, int Test)
{
    /// <summary>How many sentences each split gets; every share above 0 comes to one at least.</summary>
    /// <param name="sentences">How many sentences there are.</param>
    /// <param name="sizes">The sizes, which fit together.</param>
    /// <param name="skipped">What was left out, for the error.</param>
    /// <exception cref="DataException">There are too few sentences.</exception>
    public static SplitPlan Of(int sentences, SplitSizes sizes, IReadOnlyList<SkippedRecords>? skipped = null) =>
        new[] { sizes.Train, sizes.Valid, sizes.Test }.Any(size => size.Unit == SplitUnit.Rest)
            ? WithRest(sentences, sizes, skipped)
            : OfShares(sentences, sizes, skipped);

    /// <summary>One split after the other, for inputs that came split.</summary>
    public IEnumerable<Split> InOrder() =>
        Enumerable.Repeat(Split.Train, Train)
            .Concat(Enumerable.Repeat(Split.Valid, Valid))
            .Concat(Enumerable.Repeat(Split.Test, Test));

    /// <summary>
    /// A random split of exactly these sizes. Selection sampling (Knuth, volume 2, 3.4.2, algorithm S): every
    /// arrangement is as likely as by a permutation, and no permutation is held in memory.
    /// </summary>
    public IEnumerable<Split> Drawn(long seed)
    {
        RandomStream random = new(seed);
        (var train, var valid, var test) = (Train, Valid, Test);
        while (train + valid + test > 0)
        {
            var drawn = random.NextInt(train + valid + test);
            if (drawn < train)
            {
                train--;
                yield return Split.Train;
            }
            else if (drawn < train + valid)
            {
                valid--;
                yield return Split.Valid;
            }
            else
            {
                test--;
                yield return Split.Test;
            }
        }
    }

    private static SplitPlan OfShares(int sentences, SplitSizes shares, IReadOnlyList<SkippedRecords>? skipped)
    {
        var wanted = 1 + (shares.Valid.Value > 0 ? 1 : 0) + (shares.Test.Value > 0 ? 1 : 0);
        if (sentences < wanted)
        {
            throw new DataException($"Only {sentences} of the texts can be used, too few for {wanted} splits: the "
                + $"training split would be empty.{LeftOut(skipped)} Give more texts, or give all of them to the training "
                + "split: 1, 0, 0.");
        }

        var valid = Part(sentences, shares.Valid);
        var test = Part(sentences, shares.Test);
        while (valid + test >= sentences)
        {
            if (valid >= test)
                valid--;
            else
                test--;
        }
        return new SplitPlan(sentences - valid - test, valid, test);
    }

    private static SplitPlan WithRest(int sentences, SplitSizes sizes, IReadOnlyList<SkippedRecords>? skipped)
    {
        (long train, long valid, long test) =
            (Part(sentences, sizes.Train), Part(sentences, sizes.Valid), Part(sentences, sizes.Test));
        var rest = sentences - train - valid - test;
        if (rest < 1)
        {
            throw new DataException($"Only {sentences} of the texts can be used, and the split {sizes} takes "
                + $"{sentences - rest} before any are left for the rest.{LeftOut(skipped)} Give more texts, or smaller "
                + "numbers.");
        }

        return new SplitPlan(
            (int)(sizes.Train.Unit == SplitUnit.Rest ? rest : train),
            (int)(sizes.Valid.Unit == SplitUnit.Rest ? rest : valid),
            (int)(sizes.Test.Unit == SplitUnit.Rest ? rest : test));
    }

    private static string LeftOut(IReadOnlyList<SkippedRecords>? skipped) => skipped is { Count: > 0 }
        ? $" Left out were {string.Join("; ", skipped.Select(records => records.Describe()))}."
        : "";

    private static int Part(int sentences, SplitSize size) => size.Unit switch
    {
        SplitUnit.Texts => (int)size.Value,
        SplitUnit.Share when size.Value > 0 => Math.Max(1, (int)Math.Round(sentences * size.Value)),
        _ => 0,
    };
}
