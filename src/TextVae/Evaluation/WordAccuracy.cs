using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>How often a model's most probable next token is the right one.</summary>
internal static class WordAccuracy
{
    // So many rows of the vocabulary's width are in memory at once, however long the texts are.
    private const int Positions = 512;

    /// <summary>
    /// The share of the tokens of a split, words and end tokens, that are the most probable ones when the decoder reads the
    /// true words before them (teacher forcing) and z is the mean of q(z|x).
    /// </summary>
    /// <param name="model">An autoencoder, or a language model, which has no z.</param>
    /// <param name="split">The sentences, at least one.</param>
    /// <param name="batchSize">Sentences in a batch; the figure does not depend on it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static double Of(TextModel model, TokenStore split, int batchSize, CancellationToken cancellation = default)
    {
        using var quiet = torch.no_grad();
        var (right, tokens) = (0L, 0L);
        foreach (var indices in BatchPlan.InOrderOfLength([.. Enumerable.Range(0, split.Count).Select(split.LengthOf)], batchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using var batch = Batch.Of(split, indices);
            right += Right(model, batch);
            tokens += batch.Tokens;
            FreedMemory.Bound();
        }

        return (double)right / tokens;
    }

    private static long Right(TextModel model, Batch batch)
    {
        var z = (model as VariationalAutoencoder)?.Encode(batch).Mu;
        var states = model.States(batch, z).flatten(0, 1).index_select(0, batch.RealPositions);
        var targets = batch.Targets.flatten().index_select(0, batch.RealPositions);
        var right = 0L;
        foreach (var (some, wanted) in states.split(Positions).Zip(targets.split(Positions)))
        {
            using var scope = torch.NewDisposeScope();
            right += model.Output.LogProbabilities(some).argmax(1).eq(wanted).sum().ToInt64();
        }

        return right;
    }
}
