using TextVae.Corpus;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Generation;

/// <summary>
/// Greedy decoding and sampling: one word at a time for a whole batch. Padding and the start token are never chosen.
/// Draws of a sentence come from a stream of its own, so that a text does not depend on what is decoded beside it.
/// </summary>
internal static class StepwiseDecoder
{
    /// <summary>Decodes one text for each row of z.</summary>
    /// <param name="model">The model.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <param name="count">The number of texts.</param>
    /// <param name="options">Greedy or sampling, and its settings.</param>
    /// <param name="first">The number of the first text, which chooses its stream of draws.</param>
    /// <param name="labels">The label of each text, where the model knows labels.</param>
    public static GeneratedText[] Decode(
        TextModel model, torch.Tensor? z, int count, DecodingOptions options, int first, IReadOnlyList<int>? labels = null)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var streams = Enumerable.Range(first, count).Select(i => new RandomStream(options.Seed, i)).ToArray();
        var words = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        var scores = new double[count];
        var active = Enumerable.Range(0, count).ToArray();
        var previous = Enumerable.Repeat((long)Vocabulary.Start, count).ToArray();
        var state = model.Start(count, z, labels);
        for (var length = 0; active.Length > 0; length++)
        {
            using var inner = torch.NewDisposeScope();
            using var current = state;
            var next = model.Decoder.Step(model.Embedding.call(torch.tensor(previous)), current);
            var logProbabilities = model.Output.LogProbabilities(next.State).data<float>().ToArray();
            var survivors = new List<int>(active.Length);
            for (var row = 0; row < active.Length; row++)
            {
                var sentence = active[row];
                var ofRow = logProbabilities.AsSpan(row * model.Words, model.Words);
                var word = length == options.MaximumLength ? Vocabulary.End : Choose(ofRow, options, streams[sentence]);
                scores[sentence] += ofRow[word];
                if (word == Vocabulary.End)
                    continue;
                words[sentence].Add(word);
                survivors.Add(row);
            }

            previous = [.. survivors.Select(row => (long)words[active[row]][^1])];
            active = [.. survivors.Select(row => active[row])];
            if (active.Length == 0)
                break;
            state = next.Select(torch.tensor(survivors.Select(row => (long)row).ToArray())).MoveToOuterScope();
        }

        return [.. words.Zip(scores, (ids, score) => new GeneratedText([.. ids], score))];
    }

    private static int Choose(ReadOnlySpan<float> logProbabilities, DecodingOptions options, RandomStream random)
    {
        var best = Vocabulary.End;
        for (var word = 0; word < logProbabilities.Length; word++)
        {
            if (MayFollow(word) && logProbabilities[word] > logProbabilities[best])
                best = word;
        }

        return options.Strategy == DecodingStrategy.Greedy
            ? best
            : Draw(logProbabilities, logProbabilities[best], options.Temperature, random);
    }

    private static int Draw(ReadOnlySpan<float> logProbabilities, float largest, double temperature, RandomStream random)
    {
        double Mass(ReadOnlySpan<float> values, int word) =>
            MayFollow(word) ? Math.Exp((values[word] - largest) / temperature) : 0;

        var total = 0.0;
        for (var word = 0; word < logProbabilities.Length; word++)
            total += Mass(logProbabilities, word);
        var left = random.NextDouble() * total;
        for (var word = 0; word < logProbabilities.Length; word++)
        {
            left -= Mass(logProbabilities, word);
            if (left < 0)
                return word;
        }

        return Vocabulary.End;
    }

    private static bool MayFollow(int word) => word is not (Vocabulary.Padding or Vocabulary.Start);
}
