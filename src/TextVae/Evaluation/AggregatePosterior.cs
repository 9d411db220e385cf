using TextVae.Distributed;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>
/// The aggregate posterior of a split, q(z) = (1/N) Σ q(z|x_n): a mixture with a component for every sentence, all of which are
/// summed. Densities are in float64 and go block by block, so that memory does not grow with N².
/// </summary>
internal static class AggregatePosterior
{
    /// <summary>
    /// Sentences whose z are held against the mixture. Beyond it the cost would outgrow that of the bound; those taken are
    /// spread evenly, and the mixture still has every sentence.
    /// </summary>
    private const int MostSentences = 10_000;

    // A block of densities stays in the processor's cache; the rows for which components are laid out once stay small.
    private const int RowsOfBlock = 256;
    private const int ComponentsOfBlock = 2048;
    private const int RowsAtOnce = 16_384;

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>Of sentences, E_q[ln q(z|x) − ln q(z)] and E_q[ln q(z) − ln p(z)], from samples.</summary>
    /// <param name="posteriors">q(z|x) of the split.</param>
    /// <param name="samples">Samples of z a sentence.</param>
    /// <param name="seed">The seed of their noise, the one of the bound's first samples.</param>
    /// <param name="mostSentences">How many sentences are taken at most.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <param name="ranks">Who shares the blocks, each with all of the posteriors; null for one process.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LatentInformation Measure(
        PosteriorTable posteriors, int samples, long seed, int mostSentences = MostSentences,
        CancellationToken cancellation = default, Ranks? ranks = null)
    {
        var count = Math.Min(posteriors.Sentences, mostSentences);
        var (information, marginal) = (new double[count], new double[count]);
        var draws = new LatentDraws(Math.Min(RowsAtOnce, (long)count * samples), posteriors.Latent);
        for (var first = 0L; first < (long)count * samples; first += draws.Rows)
        {
            draws.Rows = (int)Math.Min(RowsAtOnce, ((long)count * samples) - first);
            for (var row = 0; row < draws.Rows; row++)
            {
                var (place, sample) = Math.DivRem(first + row, samples);
                draws.Draw(row, posteriors, Place(place), (int)sample, seed);
            }

            var mixture = LogDensities(posteriors, draws, ranks ?? Ranks.Single, cancellation);
            for (var row = 0; row < draws.Rows; row++)
            {
                var place = (first + row) / samples;
                information[place] += (draws.LogPosterior[row] - mixture[row]) / samples;
                marginal[place] += (mixture[row] - draws.LogPrior[row]) / samples;
            }
        }

        return new LatentInformation(information, marginal);

        int Place(long place) => (int)(place * posteriors.Sentences / count);
    }

    /// <summary>ln q(z) of each draw.</summary>
    private static double[] LogDensities(PosteriorTable posteriors, LatentDraws draws, Ranks ranks, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        // ln N(z; μ, σ²) is a product of (z², z) with what depends on the component alone.
        var z = torch.tensor(draws.Z, [draws.Capacity, posteriors.Latent]).narrow(0, 0, draws.Rows);
        var powers = torch.cat([z.Square(), z], 1);
        var total = torch.empty([draws.Rows], torch.ScalarType.Float64).FillInPlace(double.NegativeInfinity);
        for (var from = 0; from < posteriors.Sentences; from += ComponentsOfBlock)
        {
            var (weights, constants) = Components(
                posteriors, from, Math.Min(ComponentsOfBlock, posteriors.Sentences - from));
            for (var row = ranks.Rank * RowsOfBlock; row < draws.Rows; row += ranks.Count * RowsOfBlock)
            {
                cancellation.ThrowIfCancellationRequested();
                using var block = torch.NewDisposeScope();
                var rows = Math.Min(RowsOfBlock, draws.Rows - row);
                var sum = total.narrow(0, row, rows);
                sum.copy_(torch.logaddexp(
                    sum, powers.narrow(0, row, rows).mm(weights).Plus(constants).logsumexp(1)));
            }
        }

        var densities = total.Minus(Math.Log(posteriors.Sentences)).cpu().data<double>().ToArray();
        for (var row = 0; row < densities.Length; row++)
        {
            if (row / RowsOfBlock % ranks.Count != ranks.Rank)
                densities[row] = 0;
        }

        ranks.Sum(densities.AsSpan());
        return densities;
    }

    /// <summary>−½/σ² and μ/σ² of components, [2 latent, components], and the rest of their log-densities, [components].</summary>
    private static (torch.Tensor Weights, torch.Tensor Constants) Components(PosteriorTable posteriors, int from, int count)
    {
        var latent = posteriors.Latent;
        var weights = new double[2 * latent * count];
        var constants = new double[count];
        for (var n = 0; n < count; n++)
        {
            var mu = posteriors.Mu(from + n);
            var logVariance = posteriors.LogVariance(from + n);
            for (var i = 0; i < latent; i++)
            {
                var precision = Math.Exp(-(double)logVariance[i]);
                weights[(i * count) + n] = -0.5 * precision;
                weights[((latent + i) * count) + n] = mu[i] * precision;
                constants[n] -= 0.5 * (logVariance[i] + ((double)mu[i] * mu[i] * precision) + LogTwoPi);
            }
        }

        return (torch.tensor(weights, [2 * latent, count]), torch.tensor(constants));
    }
}
