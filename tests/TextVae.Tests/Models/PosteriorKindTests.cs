using TextVae.Batches;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Runs;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class PosteriorKindTests
{
    private static readonly ModelOptions Normalized = Tiny.Autoencoder with { Posterior = PosteriorKind.BatchNorm, PosteriorScale = 1.5 };

    public static TheoryData<PosteriorKind> Kinds => [.. Enum.GetValues<PosteriorKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_encoding_is_the_same_alone_and_in_any_batch(PosteriorKind kind)
    {
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Posterior = kind });
        using var batch = Batch.Of(Tiny.Sentences);
        model.train();
        model.Encode(batch);
        model.eval();

        var together = model.Encode(batch);

        for (var i = 0; i < Tiny.Sentences.Length; i++)
        {
            using var single = Batch.Of([Tiny.Sentences[i]]);
            var alone = model.Encode(single);
            Assert.True(alone.Mu[0].allclose(together.Mu[i], rtol: 1e-4, atol: 1e-5));
            Assert.True(alone.LogVariance[0].allclose(together.LogVariance[i], rtol: 1e-4, atol: 1e-5));
        }
    }

    // ½ Σ (σ² + μ² − 1 − ln σ²) ≥ ½ Σ μ², whose mean over the batch is latent · (γ² + β²) / 2.
    [Fact]
    public void A_normalised_posterior_has_the_kl_of_its_scale_at_least_on_average()
    {
        using var model = Tiny.NewAutoencoder(Normalized);
        using var batch = Batch.Of(Tiny.Sentences);
        using (torch.no_grad())
            model.Encoder.get_parameter("log_variance.weight")!.zero_();
        model.train();

        var posterior = model.Encode(batch);

        Assert.Equal(2 * 1.5 * 1.5 / 2, posterior.KlToPrior().mean().ToDouble(), 0.01);
    }

    [Fact]
    public void Running_statistics_are_kept_with_the_weights_and_other_models_have_none()
    {
        using var plain = Tiny.NewAutoencoder();
        using var model = Tiny.NewAutoencoder(Normalized);

        Assert.Equal(
            ["encoder.normalization.running_mean", "encoder.normalization.running_variance"],
            TrainedModel.Tensors(model).Select(tensor => tensor.Name).Except(model.named_parameters().Select(named => named.name)).Order());
        Assert.Equal(plain.named_parameters().Select(named => named.name), TrainedModel.Tensors(plain).Select(tensor => tensor.Name));
    }

    [Fact]
    public void A_loaded_model_encodes_as_the_saved_one()
    {
        using var data = new TinyDataset();
        using var folder = new TemporaryFolder();
        using var model = (VariationalAutoencoder)TextModel.Create(Normalized, data.Dataset.Vocabulary.Count, seed: 5);
        using var batch = Batch.Of(Tiny.Sentences);
        model.train();
        model.Encode(batch);
        model.eval();

        TrainedModel.Save(folder["model"], model, data.Dataset, step: 1, Tiny.Report);
        using var loaded = TrainedModel.Load(folder["model"]);

        Assert.Equal(Normalized, loaded.Model.Options);
        Assert.Equal(
            Tiny.Floats(model.Encode(batch).Mu), Tiny.Floats(((VariationalAutoencoder)loaded.Model).Encode(batch).Mu));
    }

    [Fact]
    public void A_step_that_moves_nothing_leaves_no_statistics_behind()
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Normalized, data.Dataset.Vocabulary.Count, seed: 1);
        using var optimizer = new Adam(model);
        using var steps = new Trainer(model, new ObjectiveOptions(), new TrainingOptions { Batch = 16, Steps = 4 }, data.Dataset.Train, optimizer)
            .Run(0).GetEnumerator();
        float[] Statistics() => [.. model.buffers().SelectMany(Tiny.Floats)];
        var first = Statistics();
        steps.MoveNext();
        var seen = Statistics();
        Assert.NotEqual(first, seen);
        using var poisoned = model.get_parameter("embedding.weight")!.detach();
        poisoned.FillInPlace(double.NaN);

        steps.MoveNext();

        Assert.True(steps.Current.IsSkipped);
        Assert.Equal(seen, Statistics());
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.15)]
    [InlineData(3)]
    [InlineData(500)]
    public void The_largest_variance_is_the_one_with_the_committed_rate(double rate)
    {
        var logVariance = CommittedRate.LargestLogVariance(rate);

        Assert.True(logVariance < 0);
        Assert.Equal(rate, 0.5 * (Math.Exp(logVariance) - 1 - logVariance), 1e-9 * Math.Max(1, rate));
    }

    [Fact]
    public void A_bounded_variance_has_the_kl_of_every_text_above_the_floor_and_comes_as_near_to_it_as_one_likes()
    {
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Posterior = PosteriorKind.Delta, Delta = 3 });
        using var batch = Batch.Of(Tiny.Sentences);
        float[] Kl() => Tiny.Floats(model.Encode(batch).KlToPrior());
        using var quiet = torch.no_grad();

        Assert.All(Kl(), kl => Assert.True(kl > 3));
        foreach (var name in new[] { "mu.weight", "mu.bias", "log_variance.weight" })
            model.Encoder.get_parameter(name)!.zero_();
        model.Encoder.get_parameter("log_variance.bias")!.FillInPlace(-5);
        Assert.All(Kl(), kl => Assert.True(kl > 4));
        model.Encoder.get_parameter("log_variance.bias")!.FillInPlace(15);
        Assert.All(Kl(), kl => Assert.Equal(3, kl, 1e-3));
    }
}
