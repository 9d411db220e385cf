using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Evaluation.Diagnosis;

/// <summary>Measures <see cref="LatentUse"/>.</summary>
internal static class LatentUseMeter
{
    /// <summary>Sentences that are enough: the error of the gain is far below every threshold, and it takes seconds.</summary>
    public const int EnoughSentences = 1000;

    private const int BatchSize = 64;

    /// <summary>
    /// Draws sentences and decodes each from its own z and from that of the one drawn after it. Neither depends on batches. A
    /// model that knows labels keeps the sentence's own label both times, so what is measured is z alone.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="split">Where sentences are drawn from.</param>
    /// <param name="sentences">The most sentences.</param>
    /// <param name="seed">Chooses sentences and noise.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>Null where the split has fewer than two sentences, so that there is nothing to exchange.</returns>
    /// <exception cref="DataException">The model knows labels, and a sentence has none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LatentUse? Measure(
        VariationalAutoencoder model, TokenStore split, int sentences = EnoughSentences, long seed = 1,
        CancellationToken cancellation = default)
    {
        if (split.Count < 2)
            return null;
        int[] drawn = [.. Enumerable.Range(0, split.Count)];
        new RandomStream(seed, split.Count).Shuffle<int>(drawn);
        drawn = drawn[..Math.Clamp(sentences, 2, drawn.Length)];
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var plan = BatchPlan.InOrderOfLength(Array.ConvertAll(drawn, split.LengthOf), BatchSize).ToArray();
        var codes = new PosteriorCodes(drawn.Length, model.Options.Latent);
        var costs = new PositionCosts(drawn.Length, drawn.Max(split.LengthOf) + 1);
        foreach (var places in plan)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = torch.NewDisposeScope();
            using var batch = Batch.Of(split, Array.ConvertAll(places, place => drawn[place]));
            var posterior = model.Encode(batch);
            codes.Add(places, posterior, posterior.Sample(SentenceNoise.Of(batch.Sentences, model.Options.Latent, 0, 1, seed).squeeze(0)));
        }

        foreach (var places in plan)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = torch.NewDisposeScope();
            using var batch = Batch.Of(split, Array.ConvertAll(places, place => drawn[place]));
            var others = Array.ConvertAll(places, place => (place + 1) % drawn.Length);
            costs.Add(batch, places, OfTokens(model, batch, codes.Of(places)), OfTokens(model, batch, codes.Of(others)));
            FreedMemory.Bound();
        }

        return costs.Use(codes);
    }

    private static float[] OfTokens(VariationalAutoencoder model, Batch batch, torch.Tensor z) =>
        model.Output.TokenNegativeLogLikelihood(model.States(batch, z), batch).cpu().data<float>().ToArray();
}
