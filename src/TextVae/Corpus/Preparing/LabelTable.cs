using System.Globalization;

namespace TextVae.Corpus.Preparing;

/// <summary>The label of every sentence, and the names of all labels.</summary>
internal sealed class LabelTable
{
    public const int None = -1;

    /// <summary>More different values than this are no labels but identifiers, numbers or texts.</summary>
    public const int MostLabels = 10_000;

    /// <summary>What is longer is no label but a text.</summary>
    public const int LongestLabel = 1_000;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<int> _provisional = [];

    /// <summary>Whether any sentence has a label.</summary>
    public bool Any => _ids.Count > 0;

    public void Add(string? label)
    {
        if (label?.Length > LongestLabel)
            throw new DataException($"The label field holds a value of {label.Length} characters, and {LongestLabel} are the most "
                + "that a label has. Name a field with categories as the label field, or none.");
        var id = None;
        if (label is not null && !_ids.TryGetValue(label, out id))
        {
            id = _ids.Count;
            _ids.Add(label, id);
            if (_ids.Count > MostLabels)
                throw new DataException(
                    $"The label field has more than {MostLabels} different values, such as '{label}'. "
                    + "Name a field with categories as the label field, or none.");
        }
        _provisional.Add(id);
    }

    /// <summary>The names in their final order: by value if all are numbers, else ordinal.</summary>
    public IReadOnlyList<string> Names()
    {
        string[] names = [.. _ids.Keys.Order(StringComparer.Ordinal)];
        var values = new double[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (!double.TryParse(names[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                return names;
        }
        return [.. names.Zip(values).OrderBy(pair => pair.Second).Select(pair => pair.First)];
    }

    /// <summary>The final number of each sentence's label, given the names in their final order.</summary>
    public IEnumerable<int> Numbers(IReadOnlyList<string> names)
    {
        var final = new int[names.Count];
        for (var i = 0; i < names.Count; i++)
            final[_ids[names[i]]] = i;
        return _provisional.Select(id => id == None ? None : final[id]);
    }

    /// <summary>How many sentences have each label, given the names in their final order.</summary>
    public IReadOnlyList<int> Counts(IReadOnlyList<string> names)
    {
        var counts = new int[names.Count];
        foreach (var number in Numbers(names).Where(number => number != None))
            counts[number]++;
        return counts;
    }
}
