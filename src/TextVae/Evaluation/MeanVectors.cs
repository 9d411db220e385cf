using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>The vectors of some sentences of a split.</summary>
internal static class MeanVectors
{
    private const int BatchSize = 64;

    /// <summary>The mean of q(z|x) of each, [latent], in their order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="split">Where the sentences are.</param>
    /// <param name="indices">Their places in the split.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="DataException">The model knows labels, and a sentence has none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static float[][] Of(VariationalAutoencoder model, TokenStore split, IReadOnlyList<int> indices, CancellationToken cancellation)
    {
        var latent = model.Options.Latent;
        var means = new float[indices.Count][];
        using var quiet = torch.no_grad();
        foreach (var places in BatchPlan.InOrderOfLength([.. indices.Select(split.LengthOf)], BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using var batch = Batch.Of(split, Array.ConvertAll(places, place => indices[place]));
            var mu = BoundEstimator.Numbers(model.Encode(batch).Mu);
            foreach (var (row, place) in places.Index())
                means[place] = mu.AsSpan(row * latent, latent).ToArray();
        }

        return means;
    }
}
