using TextVae.Batches;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Generation;

/// <summary>How much the words of a text count in its vector, where the encoder sums up by attention (§5.3 of the paper).</summary>
public static class WordAttention
{
    private const int BatchSize = 32;

    /// <summary>The weights of each sentence's words and of its end, in the order of the sentences, a batch at a time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sentences">Word ids of each sentence.</param>
    /// <param name="labels">The number of each sentence's label, for a model that knows labels.</param>
    /// <returns>For each sentence as many weights as words and one more; they sum to 1. Where each feature of a state has a weight
    /// of its own, a word's is the mean over the features.</returns>
    /// <exception cref="RecipeException">The model pays no attention.</exception>
    /// <exception cref="DataException">The model knows labels, and a sentence has none.</exception>
    public static IEnumerable<float[]> Of(TextModel model, IEnumerable<int[]> sentences, IEnumerable<int>? labels = null)
    {
        if (model is not VariationalAutoencoder { Encoder.PaysAttention: true } autoencoder)
        {
            throw new RecipeException(
                "This model has no attention whose weights could be shown. Train one with model.summary = \"attention\".");
        }

        return LabelledChunk.Of(sentences, labels, BatchSize).SelectMany(chunk =>
        {
            using var batch = chunk.ToBatch();
            return Of(autoencoder, batch);
        });
    }

    /// <summary>The same of the sentences of a batch.</summary>
    /// <param name="autoencoder">A model that pays attention.</param>
    /// <param name="batch">The sentences.</param>
    internal static float[][] Of(VariationalAutoencoder autoencoder, Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var weights = autoencoder.AttentionWeights(batch).t().cpu().contiguous().data<float>().ToArray();
        return [.. batch.Lengths.Select((length, row) => weights.AsSpan(row * batch.Time, length).ToArray())];
    }
}
