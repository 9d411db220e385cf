using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly EvaluationOptions Options = new() { Samples = 3 };

    private static readonly ModelOptions Informed = Tiny.Autoencoder with { HasInformationNetwork = true };

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(5, EncoderKind.Transformer, DecoderKind.Transformer)]
    public void No_figure_depends_on_the_size_of_batches(
        int batchSize, EncoderKind encoder = EncoderKind.Bidirectional, DecoderKind decoder = DecoderKind.Recurrent)
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Informed with { Encoder = encoder, Decoder = decoder }, data.Dataset.Vocabulary.Count, seed: 1);
        var expected = new Evaluator(model, Options).Evaluate(data.Dataset.Test, null, TestContext.Current.CancellationToken);
        Assert.NotNull(expected.MiBound);

        var report = new Evaluator(model, Options with { Batch = batchSize })
            .Evaluate(data.Dataset.Test, null, TestContext.Current.CancellationToken);

        Assert.Equal(expected.Sentences, report.Sentences);
        Assert.Equal(expected.Tokens, report.Tokens);
        Assert.Equal(expected.Reconstruction, report.Reconstruction, 1e-5);
        Assert.Equal(expected.Kl, report.Kl, 1e-6);
        Assert.Equal(expected.MiBound.Value, report.MiBound!.Value, 1e-5);
    }

    [Fact]
    public void Every_sentence_and_its_end_token_are_counted_and_no_start_token_or_padding()
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Tiny.Language, data.Dataset.Vocabulary.Count, seed: 1);
        var test = data.Dataset.Test;

        var report = new Evaluator(model, Options with { Batch = 4 })
            .Evaluate(test, null, TestContext.Current.CancellationToken);

        var words = Enumerable.Range(0, test.Count).Sum(test.LengthOf);
        Assert.Equal(11, report.Sentences);
        Assert.Equal(words + 11, report.Tokens);
    }

    [Fact]
    public void Figures_are_sums_over_sentences_divided_once()
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Tiny.Language, data.Dataset.Vocabulary.Count, seed: 1);
        var test = data.Dataset.Test;
        var nll = new List<double>();
        using (torch.no_grad())
        {
            for (var i = 0; i < test.Count; i++)
            {
                using var alone = Batch.Of(test, [i]);
                nll.Add(model.Reconstruction(alone, z: null).item<float>());
            }
        }

        var report = new Evaluator(model, Options).Evaluate(test, null, TestContext.Current.CancellationToken);

        Assert.Equal((0, 0.0), (report.Samples, report.Kl));
        Assert.Equal(nll.Average(), report.NllBound, 1e-4);
        Assert.Equal(nll.Average(), report.Reconstruction, 1e-4);
        Assert.Equal(Math.Exp(nll.Sum() / report.Tokens), report.Perplexity, 1e-4);
        Assert.Equal(report.Perplexity, report.PerplexityConditional);
    }

    [Fact]
    public void The_information_bound_is_the_mean_over_the_posterior_s_samples_with_every_word_in_its_place()
    {
        using var data = new TinyDataset();
        using var model = (VariationalAutoencoder)TextModel.Create(Informed, data.Dataset.Vocabulary.Count, seed: 1);
        var test = data.Dataset.Test;
        var bounds = new List<double>();
        using (torch.no_grad())
        {
            foreach (var (i, sample) in from i in Enumerable.Range(0, test.Count) from sample in Enumerable.Range(0, 3) select (i, sample))
            {
                using var alone = Batch.Of(test, [i]);
                var z = model.Encode(alone).Sample(SentenceNoise.Of(alone.Sentences, latent: 2, sample, samples: 1, Options.Seed)[0]);
                bounds.Add(model.InformationBound(model.States(alone, z), z, alone).ToDouble());
            }
        }

        var report = new Evaluator(model, Options).Evaluate(test, null, TestContext.Current.CancellationToken);

        Assert.Equal(bounds.Average(), report.MiBound!.Value, 1e-5);
    }

    [Fact]
    public void The_two_perplexities_are_of_the_reconstruction_and_of_the_bound()
    {
        var report = new EvaluationReport { Sentences = 10, Tokens = 50, Samples = 1, Reconstruction = 20, Kl = 5 };

        Assert.Equal(25, report.NllBound);
        Assert.Equal(Math.Exp(4), report.PerplexityConditional, 1e-9);
        Assert.Equal(Math.Exp(5), report.Perplexity, 1e-9);
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures_and_another_seed_gives_others()
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Tiny.Autoencoder, data.Dataset.Vocabulary.Count, seed: 1);
        double Bound(long seed) => new Evaluator(model, Options with { Seed = seed })
            .Evaluate(data.Dataset.Test, null, TestContext.Current.CancellationToken).NllBound;

        var first = Bound(1);
        torch.randn(100);

        Assert.Equal(first, Bound(1));
        Assert.NotEqual(first, Bound(2));
    }

    [Fact]
    public void An_evaluation_can_be_stopped()
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Tiny.Autoencoder, data.Dataset.Vocabulary.Count, seed: 1);

        Assert.Throws<OperationCanceledException>(
            () => new Evaluator(model, Options).Evaluate(data.Dataset.Test, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Samples_get_different_noise_of_unit_variance()
    {
        using var batch = Batch.Of([.. Enumerable.Repeat(new[] { 4 }, 500)]);

        var both = SentenceNoise.Of(batch.Sentences, latent: 40, firstSample: 0, samples: 2, seed: 1);
        var (first, second) = (both[0], both[1]);

        Assert.Equal(1, first.var().ToDouble(), 0.03);
        Assert.Equal(0, (first * second).mean().ToDouble(), 0.03);
        Assert.Equal(0, (first[0] * first[1]).mean().ToDouble(), 0.7);
        Assert.Equal(
            Tiny.Floats(second), Tiny.Floats(SentenceNoise.Of(batch.Sentences, latent: 40, firstSample: 1, samples: 1, seed: 1)[0]));
    }

    [Fact]
    public void Every_sentence_is_measured_under_its_own_label()
    {
        using var data = new TinyDataset(labels: ["x", "y", "z"]);
        var test = data.Dataset.Test;
        using var model = TextModel.Create(
            Tiny.Language with { LabelEmbedding = 2 }, data.Dataset.Vocabulary.Count, seed: 1, labels: 3);
        using var quiet = torch.no_grad();
        model.Labels!.Weight.MultiplyInPlace(50);
        double Mean(int shift) => Enumerable.Range(0, test.Count).Average(i =>
        {
            using var alone = Batch.Of([test.Read(i)], indices: null, [(i + shift) % 3]);
            return model.Reconstruction(alone, z: null).ToDouble();
        });

        var report = new Evaluator(model, Options).Evaluate(test, null, TestContext.Current.CancellationToken);

        Assert.Equal(Mean(shift: 0), report.NllBound, 1e-4);
        Assert.True(Math.Abs(Mean(shift: 1) - report.NllBound) > 1e-2);
    }
}
