using TextVae.Corpus;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// Draws x ~ p(x|z), each word given those before it, for a whole batch and without a gradient. Padding and the start token
/// are never drawn. The draws come from torch's generator, so that a step's seed says what they are.
/// </summary>
internal static class AncestralSampling
{
    private static readonly long[] NeverDrawn = [Vocabulary.Padding, Vocabulary.Start];

    /// <summary>One text for each row of z.</summary>
    /// <param name="model">The model.</param>
    /// <param name="z">[batch, latent].</param>
    /// <param name="maximumWords">The most words of a text; what reaches it ends there.</param>
    /// <param name="labels">The label of each text, where the model knows labels.</param>
    /// <returns>Word ids without the end token.</returns>
    public static int[][] Draw(
        VariationalAutoencoder model, torch.Tensor z, int maximumWords, IReadOnlyList<int>? labels = null)
    {
        using var lap = StepClock.Measure(StepPart.Information);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var texts = Enumerable.Range(0, (int)z.shape[0]).Select(_ => new List<int>()).ToArray();
        var unfinished = texts;
        var previous = torch.full(texts.Length, Vocabulary.Start, torch.ScalarType.Int64);
        var state = model.Start(texts.Length, z, labels);
        for (var length = 0; length < maximumWords && unfinished.Length > 0; length++)
        {
            using var inner = torch.NewDisposeScope();
            using var current = state;
            using var read = previous;
            var next = model.Decoder.Step(model.Embedding.call(read), current);
            var words = Draw(model.Output.LogProbabilities(next.State).exp());
            var ids = words.data<long>().ToArray();
            int[] goOn = [.. Enumerable.Range(0, ids.Length).Where(row => ids[row] != Vocabulary.End)];
            foreach (var row in goOn)
                unfinished[row].Add((int)ids[row]);
            unfinished = [.. goOn.Select(row => unfinished[row])];
            var rows = torch.tensor(Array.ConvertAll(goOn, row => (long)row));
            previous = words.index_select(0, rows).MoveToOuterDisposeScope();
            state = next.Select(rows).MoveToOuterScope();
        }

        return Array.ConvertAll(texts, text => text.ToArray());
    }

    /// <summary>A word for each row of probabilities, [rows, vocabulary], int64 [rows]: where a uniform share of the row's sum
    /// falls.</summary>
    private static torch.Tensor Draw(torch.Tensor probabilities)
    {
        var sums = probabilities.index_fill_(1, torch.tensor(NeverDrawn), 0).cumsum(1);
        var total = sums.narrow(1, sums.shape[1] - 1, 1);
        var passed = sums.le(total * torch.rand_like(total)).sum([1L]);

        // Rounding may bring the share up to the whole sum, and then there is no word after it.
        return passed.clamp_max(sums.shape[1] - 1);
    }
}
