using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>
/// Diverse beam search of one sentence as the paper writes it: all continuations of a group are listed, penalised and
/// sorted, and every prefix is read from its beginning.
/// </summary>
internal static class NaiveDiverseBeam
{
    public static GeneratedText[] Search(TextModel model, torch.Tensor z, DecodingOptions options)
    {
        var width = options.Beam / options.Groups;
        var live = Enumerable.Range(0, options.Groups).Select(_ => new List<(int[] Words, double LogP)> { ([], 0) }).ToArray();
        var finished = Enumerable.Range(0, options.Groups).Select(_ => new List<GeneratedText>()).ToArray();
        while (live.Any(group => group.Count > 0))
        {
            var taken = new List<int>();
            for (var g = 0; g < options.Groups; g++)
            {
                var continuations = live[g]
                    .SelectMany(text => Continuations(model, z, text, options.MaximumLength))
                    .OrderByDescending(next => next.LogP - (options.Diversity * taken.Count(word => word == next.Word)))
                    .ToList();
                var goingOn = continuations.Where(next => next.Word != Vocabulary.End).Take(width).ToList();
                var lastRank = goingOn.Count < width ? continuations.Count : continuations.IndexOf(goingOn[^1]);
                finished[g].AddRange(continuations.Take(Math.Min(width, lastRank))
                    .Where(next => next.Word == Vocabulary.End).Select(next => new GeneratedText(next.Before, next.LogP)));
                var isDone = finished[g].Count >= width;
                live[g] = isDone ? [] : [.. goingOn.Select(next => ((int[])[.. next.Before, next.Word], next.LogP))];
                taken.AddRange(live[g].Select(text => text.Words[^1]));
            }
        }

        var all = finished.SelectMany(group => group.OrderByDescending(Score).Index()).OrderBy(text => text.Index)
            .ThenByDescending(text => Score(text.Item)).Select(text => text.Item).DistinctBy(text => string.Join(' ', text.Words));
        return [.. all.Take(options.Hypotheses).OrderByDescending(Score)];

        double Score(GeneratedText text) => text.LogProbability / Math.Pow(text.Words.Length + 1, options.LengthPower);
    }

    private static IEnumerable<(int[] Before, int Word, double LogP)> Continuations(
        TextModel model, torch.Tensor z, (int[] Words, double LogP) text, int maximumLength)
    {
        var logProbabilities = Decoding.NextLogProbabilities(model, z, text.Words);
        return Enumerable.Range(0, Tiny.Words)
            .Where(word => word is not (Vocabulary.Padding or Vocabulary.Start))
            .Where(word => text.Words.Length < maximumLength || word == Vocabulary.End)
            .Select(word => (text.Words, word, text.LogP + logProbabilities[word]));
    }
}
