namespace TextVae.Corpus.Reading;

/// <summary>Counts the records that are left out, by reason, or refuses the first of them.</summary>
internal sealed class SkipLog(bool strict)
{
    private const int PlacesKept = 5;

    private readonly SortedDictionary<SkipReason, (long Count, List<RecordPlace> First)> _byReason = [];

    public IReadOnlyList<SkippedRecords> Records =>
        [.. _byReason.Select(entry => new SkippedRecords(entry.Key, entry.Value.Count, entry.Value.First))];

    /// <summary>A record that is damaged: counted, or an error where reading is strict.</summary>
    public void Damaged(SkipReason reason, RecordPlace place)
    {
        if (strict)
            throw new DataException($"'{place.File}', line {place.Line} (byte {place.Offset}): the record is "
                + $"{SkippedRecords.InWords(reason)}. {Advice(reason)}");
        LeftOut(reason, place);
    }

    /// <summary>Records that another log has counted, of inputs after those of this one.</summary>
    public void Add(SkippedRecords skipped)
    {
        (var count, var first) = _byReason.GetValueOrDefault(skipped.Reason, (0, []));
        first.AddRange(skipped.First.Take(PlacesKept - first.Count));
        _byReason[skipped.Reason] = (count + skipped.Count, first);
    }

    /// <summary>A record that is sound but not wanted: counted.</summary>
    public void LeftOut(SkipReason reason, RecordPlace place)
    {
        (var count, var first) = _byReason.GetValueOrDefault(reason, (0, []));
        if (first.Count < PlacesKept)
            first.Add(place);
        _byReason[reason] = (count + 1, first);
    }

    private static string Advice(SkipReason reason) => reason == SkipReason.InvalidUtf8
        ? $"If the file is in Latin-1, convert it by `{SkippedRecords.FromLatin1}`; or leave such records out: then they are counted."
        : "Mend it, or leave such records out: then they are counted.";
}
