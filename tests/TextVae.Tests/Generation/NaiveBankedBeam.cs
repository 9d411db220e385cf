using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>
/// A beam with required words, written down plainly: of all continuations of a step that can still become a text with all of them,
/// each bank takes its best, and every prefix is read from its beginning.
/// </summary>
internal static class NaiveBankedBeam
{
    public static GeneratedText Search(TextModel model, torch.Tensor z, DecodingOptions options)
    {
        var live = new List<(int[] Words, double LogP)> { ([], 0) };
        var finished = new List<GeneratedText>();
        while (live.Count > 0 && finished.Count < options.Beam)
        {
            var continuations = live
                .SelectMany(text => NaiveRules.Next(model, z, text.Words, options)
                    .Select(next => (Before: text.Words, next.Word, LogP: text.LogP + next.LogProbability)))
                .Where(next => next.Word == Vocabulary.End
                    ? Met(next.Before) == options.Required.Count
                    : options.MaximumLength - next.Before.Length - 1 >= options.Required.Count - Met([.. next.Before, next.Word]))
                .OrderByDescending(next => next.LogP)
                .ToLookup(next => Met([.. next.Before, next.Word]));
            var sizes = Banks.Sizes(
                options.Beam, [.. Enumerable.Range(0, options.Required.Count + 1).Select(bank => continuations[bank].Count())]);
            live = [];
            for (var bank = 0; bank < sizes.Length; bank++)
            {
                var goingOn = continuations[bank].Where(next => next.Word != Vocabulary.End).Take(sizes[bank]).ToArray();
                var lastRank = goingOn.Length < sizes[bank] ? int.MaxValue : continuations[bank].ToList().IndexOf(goingOn.LastOrDefault());
                finished.AddRange(continuations[bank].Take(Math.Min(sizes[bank], lastRank))
                    .Where(next => next.Word == Vocabulary.End).Select(next => new GeneratedText(next.Before, next.LogP)));
                live.AddRange(goingOn.Select(next => ((int[])[.. next.Before, next.Word], next.LogP)));
            }
        }

        return finished.MaxBy(text => text.LogProbability / Math.Pow(text.Words.Length + 1, options.LengthPower))!;

        int Met(int[] words) => options.Required.Count(words.Contains);
    }
}
