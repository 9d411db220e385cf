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
        LatentUse? use = null;
        foreach (var found in InPieces(model, split, sentences, seed))
        {
            cancellation.ThrowIfCancellationRequested();
            use = found;
        }

        return use;
    }

    /// <summary>As <see cref="Measure"/>, a batch at a time, so that other work may stand between two of them.</summary>
    /// <param name="model">As of <see cref="Measure"/>.</param>
    /// <param name="split">As of <see cref="Measure"/>.</param>
    /// <param name="sentences">As of <see cref="Measure"/>.</param>
    /// <param name="seed">As of <see cref="Measure"/>.</param>
    /// <returns>Null after every batch, and then what was measured.</returns>
    public static IEnumerable<LatentUse?> InPieces(
        VariationalAutoencoder model, TokenStore split, int sentences = EnoughSentences, long seed = 1)
    {
        if (split.Count < 2)
            yield break;
        int[] drawn = [.. Enumerable.Range(0, split.Count)];
        new RandomStream(seed, split.Count).Shuffle<int>(drawn);
        drawn = drawn[..Math.Clamp(sentences, 2, drawn.Length)];
        var plan = BatchPlan.InOrderOfLength(Array.ConvertAll(drawn, split.LengthOf), BatchSize).ToArray();
        var codes = new PosteriorCodes(drawn.Length, model.Options.Latent);
        var costs = new PositionCosts(drawn.Length, drawn.Max(split.LengthOf) + 1);
        foreach (var places in plan)
        {
            Encode(places);
            yield return null;
        }

        foreach (var places in plan)
        {
            Compare(places);
            yield return null;
        }

        yield return costs.Use(codes);

        void Encode(int[] places)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            using var batch = Batch.Of(split, Array.ConvertAll(places, place => drawn[place]));
            var posterior = model.Encode(batch);
            codes.Add(places, posterior, posterior.Sample(SentenceNoise.Of(batch.Sentences, model.Options.Latent, 0, 1, seed).squeeze(0)));
        }

        void Compare(int[] places)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            using var batch = Batch.Of(split, Array.ConvertAll(places, place => drawn[place]));
            var others = Array.ConvertAll(places, place => (place + 1) % drawn.Length);
            costs.Add(batch, places, OfTokens(model, batch, codes.Of(places)), OfTokens(model, batch, codes.Of(others)));
            FreedMemory.Bound();
        }
    }

    private static float[] OfTokens(VariationalAutoencoder model, Batch batch, torch.Tensor z) =>
        model.Output.TokenNegativeLogLikelihood(model.States(batch, z), batch).cpu().data<float>().ToArray();
}
