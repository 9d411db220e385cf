using TextVae.Batches;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>
/// −ln p(x|z) for many samples of z a sentence. Several samples go through the decoder at once: a step of the recurrence
/// then is one product of many rows, which costs little more than one of few.
/// </summary>
internal sealed class SampledLikelihood(VariationalAutoencoder model, Batch batch, long seed) : IDisposable
{
    // Rows at which the products are as fast as they get, and tokens that keep the states of a long review small.
    private const int EnoughRows = 512;
    private const long EnoughTokens = 32_768;

    private readonly Dictionary<int, Batch> _repeated = [];

    /// <summary>Goes through samples <paramref name="first"/> to <paramref name="first"/> + count − 1.</summary>
    /// <param name="posterior">q(z|x) of the batch.</param>
    /// <param name="first">The number of the first sample, which chooses its noise.</param>
    /// <param name="count">How many.</param>
    /// <param name="withInformation">Whether the bound on the information is computed too, by a model that has q_MI.</param>
    /// <param name="cancellation">Stops between products.</param>
    /// <returns>For some samples at a time z, [samples, batch, latent], −ln p(x|z) and ln q_MI(z|x) − ln p(z), both in nats,
    /// [samples, batch].</returns>
    public IEnumerable<(torch.Tensor Z, torch.Tensor NegativeLogLikelihood, torch.Tensor? Information)> Samples(
        GaussianPosterior posterior, int first, int count, bool withInformation, CancellationToken cancellation)
    {
        var most = (int)Math.Clamp(Math.Min(EnoughRows / batch.Size, EnoughTokens / batch.Tokens), 1, count);
        for (var sample = 0; sample < count; sample += most)
        {
            cancellation.ThrowIfCancellationRequested();
            var size = Math.Min(most, count - sample);
            var repeated = Repeated(size);
            using var scope = torch.NewDisposeScope();
            var z = posterior.Sample(SentenceNoise.Of(batch, model.Options.Latent, first + sample, size, seed));
            var states = model.States(repeated, z.flatten(0, 1));
            var nll = model.Output.NegativeLogLikelihood(states, repeated).view(size, batch.Size);
            var information = withInformation ? model.InformationBound(states, z.flatten(0, 1), repeated) : null;
            yield return (z, nll, information?.view(size, batch.Size));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var repeated in _repeated.Values)
            repeated.Dispose();
    }

    private Batch Repeated(int times)
    {
        if (_repeated.TryGetValue(times, out var repeated))
            return repeated;
        _repeated.Add(times, repeated = batch.Repeat(times));
        return repeated;
    }
}
