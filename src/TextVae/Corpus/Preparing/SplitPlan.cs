namespace TextVae.Corpus.Preparing;

/// <summary>Which split each sentence belongs to, in the order of the sentences.</summary>
internal sealed record SplitPlan(int Train, int Valid, int Test)
{
    /// <summary>How many sentences each share comes to; every share above 0 to one at least.</summary>
    /// <param name="sentences">How many sentences there are.</param>
    /// <param name="shares">The shares.</param>
    /// <param name="skipped">What was left out, for the error.</param>
    /// <exception cref="DataException">There are fewer sentences than shares.</exception>
    public static SplitPlan Of(int sentences, SplitShares shares, IReadOnlyList<SkippedRecords>? skipped = null)
    {
        var wanted = 1 + (shares.Valid > 0 ? 1 : 0) + (shares.Test > 0 ? 1 : 0);
        if (sentences < wanted)
        {
            var leftOut = skipped is { Count: > 0 }
                ? $" Left out were {string.Join("; ", skipped.Select(records => records.Describe()))}."
                : "";
            throw new DataException($"Only {sentences} of the texts can be used, too few for {wanted} splits: the "
                + $"training split would be empty.{leftOut} Give more texts, or give all of them to the training split: "
                + "1, 0, 0.");
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

    private static int Part(int sentences, double share) =>
        share > 0 ? Math.Max(1, (int)Math.Round(sentences * share)) : 0;
}
