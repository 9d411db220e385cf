using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Tests.Runs;

public sealed class WordDropoutTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData("vae")]
    [InlineData("lm")]
    public void A_run_that_hides_every_word_is_measured_with_every_word_in_its_place(string kind)
    {
        var folder = _runs.Train(
            "run", $"model.kind={kind}", "objective.kl=1", "objective.word_dropout=1", "training.steps=4", "training.learning_rate=0.1");
        using var trained = TrainedModel.Load(folder.Path);
        using var quiet = torch.no_grad();
        var valid = _runs.Data.Dataset.Valid;
        using var whole = Batch.Of(valid, [.. Enumerable.Range(0, valid.Count)]);
        using var hidden = Batch.Of(valid, [.. Enumerable.Range(0, valid.Count)]);
        hidden.DropWords(1);
        double Reconstruction(Batch batch) => trained.Model is VariationalAutoencoder autoencoder
            ? trained.Model.Reconstruction(batch, autoencoder.Encode(batch).Sample(SentenceNoise.Of(batch.Sentences, 2, 0, 1, seed: 1)[0]))
                .mean().ToDouble()
            : trained.Model.Reconstruction(batch, z: null).mean().ToDouble();

        var logged = (double)TinyRuns.Metrics(folder)[^1]["reconstruction"]!;

        Assert.Equal(Reconstruction(whole), logged, 1e-4);
        Assert.NotEqual(Reconstruction(hidden), logged, 1e-3);
    }

    [Fact]
    public void So_is_one_that_hides_every_word_from_the_encoder()
    {
        var folder = _runs.Train(
            "run", "objective.kl=1", "objective.word_dropout=0", "objective.input_dropout=1", "training.steps=4", "training.learning_rate=0.3");
        using var trained = TrainedModel.Load(folder.Path);
        using var quiet = torch.no_grad();
        var valid = _runs.Data.Dataset.Valid;
        using var whole = Batch.Of(valid, [.. Enumerable.Range(0, valid.Count)]);
        using var hidden = Batch.Of(valid, [.. Enumerable.Range(0, valid.Count)]);
        hidden.DropEncoderWords(1);
        double Kl(Batch batch) => ((VariationalAutoencoder)trained.Model).Encode(batch).KlToPrior().mean().ToDouble();

        var logged = (double)TinyRuns.Metrics(folder)[^1]["kl"]!;

        Assert.Equal(Kl(whole), logged, 1e-4);
        Assert.NotEqual(Kl(hidden), logged, 1e-3);
    }
}
