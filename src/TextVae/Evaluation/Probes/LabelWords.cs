using TextVae.Corpus;

namespace TextVae.Evaluation.Probes;

/// <summary>Finds the words that most separate the labels of texts: of good and bad reviews, the words of praise and blame.</summary>
internal static class LabelWords
{
    /// <summary>
    /// For each label the words with the largest z-score of their log-odds between the texts with the label and all others,
    /// smoothed by a Dirichlet prior of the words' own counts in all texts (Monroe, Colaresi and Quinn 2008, equations 15
    /// to 22). The labels take turns, and no word is taken twice. The unknown word and such without a letter are left out.
    /// </summary>
    /// <param name="texts">The word ids of each text.</param>
    /// <param name="labels">The number of the label of each.</param>
    /// <param name="vocabulary">The words.</param>
    /// <param name="count">How many words, at most.</param>
    public static IReadOnlyList<ProbePhrase> Of(
        IReadOnlyList<int[]> texts, IReadOnlyList<int> labels, Vocabulary vocabulary, int count)
    {
        var all = texts.SelectMany(text => text).CountBy(id => id).ToDictionary();
        var ofLabels = labels.Distinct().Order().Select(label => texts.Where((_, i) => labels[i] == label)
            .SelectMany(text => text).CountBy(id => id).ToDictionary());
        int[] candidates = [.. all.Keys.Where(id => id > Vocabulary.End && vocabulary[id].Any(char.IsLetter)).Order()];
        var ranked = ofLabels.Select(own => new Queue<int>(Ranked(candidates, own, all))).ToArray();
        var taken = new List<int>();
        while (taken.Count < count && ranked.Any(queue => queue.Count > 0))
        {
            foreach (var queue in ranked)
            {
                while (queue.TryDequeue(out var id))
                {
                    if (taken.Contains(id))
                        continue;
                    taken.Add(id);
                    break;
                }
            }
        }

        return [.. taken.Take(count).Select(id => new ProbePhrase(vocabulary[id], [id]))];
    }

    /// <summary>The words that speak for a label, the strongest first.</summary>
    private static IEnumerable<int> Ranked(int[] candidates, Dictionary<int, int> own, Dictionary<int, int> all)
    {
        double total = all.Values.Sum(value => (long)value);
        double ofOwn = own.Values.Sum(value => (long)value);
        double ZScore(int id)
        {
            double prior = all[id];
            var here = own.GetValueOrDefault(id) + prior;
            var elsewhere = prior - own.GetValueOrDefault(id) + prior;
            double LogOdds(double count, double words) => Math.Log(count / (words + total - count));
            return (LogOdds(here, ofOwn) - LogOdds(elsewhere, total - ofOwn)) / Math.Sqrt((1 / here) + (1 / elsewhere));
        }

        return candidates.Select(id => (Id: id, Score: ZScore(id))).Where(word => word.Score > 0)
            .OrderByDescending(word => word.Score).ThenBy(word => word.Id).Select(word => word.Id);
    }
}
