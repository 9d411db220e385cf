using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Evaluation;

/// <summary>The bound of every text of a tiny vocabulary, with a latent of one dimension integrated out on a grid.</summary>
public sealed class EnumerationTests
{
    private const double Step = 0.05;
    private const int Points = 321;
    private const int Longest = 2;

    private static readonly int[] Words = [.. Enumerable.Range(0, Tiny.Words).Where(id => id != Vocabulary.End)];

    [Theory]
    [InlineData(EncoderKind.Bidirectional, DecoderKind.Recurrent)]
    [InlineData(EncoderKind.Transformer, DecoderKind.Transformer)]
    public void Probabilities_sum_to_one_and_no_bound_is_below_its_text_s_negative_log_likelihood(
        EncoderKind encoder, DecoderKind decoder)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Latent = 1, Encoder = encoder, Decoder = decoder });
        var grid = torch.linspace(-8, 8, Points).unsqueeze(1);
        var logPrior = Log(torch.zeros(1), torch.zeros(1), grid);
        var total = 0.0;
        foreach (var text in Texts())
        {
            using var scope = torch.NewDisposeScope();
            using var batch = Batch.Of([.. Enumerable.Repeat(text, Points)]);
            var nll = model.Reconstruction(batch, grid).to(torch.ScalarType.Float64);
            var joint = logPrior - nll;
            using var one = Batch.Of([text]);
            var posterior = model.Encode(one);
            var logPosterior = Log(posterior.Mu, posterior.LogVariance, grid);
            var bound = Integral(logPosterior.exp() * (logPosterior - joint));
            Assert.True(bound >= -Math.Log(Integral(joint.exp())) - 1e-6, string.Join(' ', text));

            // What begins with the longest texts and goes on: p(just it, z) / p(end after it, z).
            var weight = text.Length < Longest ? joint : joint - EndLogProbabilities(model, text, grid);
            total += Integral(weight.exp());
        }

        Assert.Equal(1, total, 1e-4);
    }

    private static IEnumerable<int[]> Texts() =>
        [[], .. Words.Select(word => (int[])[word]), .. Words.SelectMany(first => Words.Select(second => (int[])[first, second]))];

    private static torch.Tensor Log(torch.Tensor mu, torch.Tensor logVariance, torch.Tensor grid) =>
        new GaussianPosterior(mu.expand(Points, 1), logVariance.expand(Points, 1)).LogDensity(grid).to(torch.ScalarType.Float64);

    private static double Integral(torch.Tensor values) => values.sum().ToDouble() * Step;

    private static torch.Tensor EndLogProbabilities(VariationalAutoencoder model, int[] text, torch.Tensor grid)
    {
        var state = model.Decoder.Start(Points, grid);
        foreach (var word in text.Prepend(Vocabulary.Start))
            state = model.Decoder.Step(model.Embedding.call(torch.tensor(word).expand(Points)), state);
        return model.Output.LogProbabilities(state.State).narrow(1, Vocabulary.End, 1).squeeze(1).to(torch.ScalarType.Float64);
    }
}
