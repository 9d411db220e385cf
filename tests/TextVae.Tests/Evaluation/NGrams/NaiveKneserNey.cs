using TextVae.Corpus;
using TextVae.Evaluation.NGrams;

namespace TextVae.Tests.Evaluation.NGrams;

/// <summary>The equations of modified Kneser–Ney over strings in dictionaries, as slow as they are plain.</summary>
internal sealed class NaiveKneserNey
{
    private readonly Dictionary<string, int>[] _counts;
    private readonly int _types;
    private readonly int _order;

    public NaiveKneserNey(IEnumerable<int[]> texts, int types, int order)
    {
        (_types, _order) = (types, order);
        string[][] tokens = [.. texts.Select(text => text.Append(Vocabulary.End).Select(id => $"{id}").Prepend("s").ToArray())];
        IEnumerable<string> Runs(int length) => tokens.SelectMany(text => Enumerable
            .Range(0, Math.Max(0, text.Length - length + 1)).Select(i => string.Join(' ', text[i..(i + length)])));
        _counts = [.. Enumerable.Range(1, order).Select(length =>
        {
            var raw = Runs(length).CountBy(run => run);
            if (length == order)
                return raw.Where(run => run.Key != "s").ToDictionary();
            var continued = Runs(length + 1).Distinct().CountBy(run => run[(run.IndexOf(' ') + 1)..]);
            return raw.Where(run => run.Key.StartsWith("s ", StringComparison.Ordinal)).Concat(continued).ToDictionary();
        })];
    }

    public double Probability(int[] history, int word)
    {
        string[] tokens = [.. history.Select(id => id == Vocabulary.Start ? "s" : $"{id}")];
        return Probability(tokens[^Math.Min(tokens.Length, _order - 1)..], $"{word}");
    }

    private double Probability(string[] history, string word)
    {
        var shorter = history.Length == 0 ? 1.0 / _types : Probability(history[1..], word);
        var counts = _counts[history.Length];
        var discounts = Discounts.Of(counts.Values);
        var prefix = string.Concat(history.Select(token => token + " "));
        int[] following = [.. counts
            .Where(run => run.Key.StartsWith(prefix, StringComparison.Ordinal) && run.Key.Count(c => c == ' ') == history.Length)
            .Select(run => run.Value)];
        if (following.Length == 0)
            return shorter;
        var count = counts.GetValueOrDefault(prefix + word);
        return (count - discounts.Off(count) + (following.Sum(discounts.Off) * shorter)) / following.Sum();
    }
}
