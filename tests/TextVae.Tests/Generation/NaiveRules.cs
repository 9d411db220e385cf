using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>The rules of decoding as they are told: of whole texts, and of the next word through the text that it would make.</summary>
internal static class NaiveRules
{
    /// <summary>Whether a text is one that may be given.</summary>
    public static bool AreMet(DecodingOptions options, int[] words) =>
        words.Length >= options.MinimumLength && words.Length <= options.MaximumLength && MayBegin(options, words)
        && options.Required.All(words.Contains);

    /// <summary>The words that may follow, with ln p; the end where none may.</summary>
    public static (int Word, float LogProbability)[] Next(TextModel model, torch.Tensor? z, int[] words, DecodingOptions options)
    {
        var all = Decoding.NextLogProbabilities(model, z, words);
        var mayEnd = words.Length >= options.MinimumLength;
        var next = Decoding.Choosable
            .Where(word => words.Length < options.MaximumLength && MayBegin(options, [.. words, word]))
            .Concat(mayEnd ? [Vocabulary.End] : [])
            .ToArray();
        return [.. (next.Length > 0 ? next : [Vocabulary.End]).Select(word => (word, all[word]))];
    }

    /// <summary>p of every text that words drawn one after the other can make.</summary>
    public static Dictionary<string, double> Distribution(TextModel model, torch.Tensor? z, DecodingOptions options)
    {
        var texts = new Dictionary<string, double>();
        void Follow(int[] words, double probability)
        {
            foreach (var (word, share) in Shares(Next(model, z, words, options), options))
            {
                if (word == Vocabulary.End)
                    texts[string.Join(' ', words)] = probability * share;
                else
                    Follow([.. words, word], probability * share);
            }
        }

        Follow([], 1);
        return texts;
    }

    private static (int Word, double Share)[] Shares((int Word, float LogProbability)[] next, DecodingOptions options)
    {
        var sorted = next.Select(word => (word.Word, Mass: Math.Exp(word.LogProbability / options.Temperature)))
            .OrderByDescending(word => word.Mass).Take(options.TopK > 0 ? options.TopK : int.MaxValue).ToArray();
        var total = sorted.Sum(word => word.Mass);
        var count = 1;
        while (count < sorted.Length && sorted.Take(count).Sum(word => word.Mass) < options.TopP * total)
            count++;
        var kept = sorted[..count];
        return [.. kept.Select(word => (word.Word, word.Mass / kept.Sum(other => other.Mass)))];
    }

    private static bool MayBegin(DecodingOptions options, int[] words)
    {
        if (words.Any(options.Forbidden.Contains))
            return false;
        var n = options.NoRepeatNgram;
        if (n == 0)
            return true;
        var grams = Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(i => string.Join(' ', words[i..(i + n)])).ToArray();
        return grams.Distinct().Count() == grams.Length;
    }
}
