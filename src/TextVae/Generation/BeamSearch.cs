using TextVae.Corpus;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Generation;

/// <summary>
/// Beam search for a whole batch: all hypotheses of all sentences stand in one product a step. A hypothesis has one
/// score, ln p / tokensᵃ over its words and its end token, by which finished ones are compared; unfinished ones of a
/// step have the same length, so ln p orders them the same way. Nothing is known of the length of any input, and no
/// noise is added. Padding and the start token are never chosen.
/// </summary>
internal static class BeamSearch
{
    /// <summary>The best text found for each row of z.</summary>
    /// <param name="model">The model.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <param name="count">The number of texts.</param>
    /// <param name="options">Width, power of the length and maximum length.</param>
    /// <param name="labels">The label of each text, where the model knows labels.</param>
    public static GeneratedText[] Decode(
        TextModel model, torch.Tensor? z, int count, DecodingOptions options, IReadOnlyList<int>? labels = null)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var beams = Enumerable.Range(0, count).Select(_ => new Beam(options)).ToArray();
        var active = beams;
        var state = model.Start(count, z, labels);
        for (var length = 0; active.Length > 0; length++)
        {
            using var inner = torch.NewDisposeScope();
            using var current = state;
            var live = active.SelectMany(beam => beam.Live).ToArray();
            var previous = torch.tensor(live.Select(hypothesis => (long)hypothesis.LastWord).ToArray());
            var next = model.Decoder.Step(model.Embedding.call(previous), current);
            var logProbabilities = model.Output.LogProbabilities(next.State);
            Forbid(logProbabilities, lastStep: length == options.MaximumLength);
            var rows = new List<long>(live.Length);
            var first = 0;
            foreach (var beam in active)
            {
                var ofBeam = logProbabilities.narrow(0, first, beam.Live.Count);
                rows.AddRange(beam.Advance(Candidates(ofBeam, beam, options.Beam)).Select(parent => (long)(first + parent)));
                first += beam.ParentCount;
            }

            active = [.. active.Where(beam => beam.Live.Count > 0)];
            if (active.Length > 0)
                state = next.Select(torch.tensor(rows.ToArray())).MoveToOuterScope();
        }

        return [.. beams.Select(beam => beam.Best())];
    }

    private static void Forbid(torch.Tensor logProbabilities, bool lastStep)
    {
        if (lastStep)
        {
            var end = logProbabilities.narrow(1, Vocabulary.End, 1).clone();
            logProbabilities.fill_(float.NegativeInfinity);
            logProbabilities.narrow(1, Vocabulary.End, 1).copy_(end);
        }

        logProbabilities.narrow(1, Vocabulary.Padding, 1).fill_(float.NegativeInfinity);
        logProbabilities.narrow(1, Vocabulary.Start, 1).fill_(float.NegativeInfinity);
    }

    /// <summary>
    /// The best continuations of a beam, best first: twice its width, so that even where every hypothesis may end,
    /// there are enough that go on.
    /// </summary>
    private static IEnumerable<Candidate> Candidates(torch.Tensor logProbabilities, Beam beam, int width)
    {
        var words = (int)logProbabilities.shape[1];
        var soFar = torch.tensor(beam.Live.Select(hypothesis => hypothesis.LogProbability).ToArray());
        var total = (logProbabilities.to(torch.ScalarType.Float64) + soFar.unsqueeze(1)).flatten();
        var (values, indices) = total.topk((int)Math.Min(2L * width, total.shape[0]));
        var scores = values.data<double>().ToArray();
        var places = indices.data<long>().ToArray();
        return scores.Zip(places)
            .TakeWhile(pair => !double.IsNegativeInfinity(pair.First))
            .Select(pair => new Candidate((int)(pair.Second / words), (int)(pair.Second % words), pair.First));
    }
}
