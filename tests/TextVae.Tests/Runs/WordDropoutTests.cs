using System.Text.Json.Nodes;
using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Tests.Runs;

public sealed class WordDropoutTests : IDisposable
{
    private readonly TinyDataset _data = new();
    private readonly TemporaryFolder _runs = new();

    public void Dispose()
    {
        _data.Dispose();
        _runs.Dispose();
    }

    [Theory]
    [InlineData("vae")]
    [InlineData("lm")]
    public void A_run_that_hides_every_word_is_measured_with_every_word_in_its_place(string kind)
    {
        string[] settings =
        [
            $"model.kind={kind}", "model.embedding=5", "model.hidden=6", "model.latent=2", "objective.word_dropout=1", "training.batch=8",
            "training.steps=4", "training.learning_rate=0.1",
        ];
        var folder = new RunFolder(_runs["run"]);
        using (var run = TrainingRun.Start(Recipe.Parse("", settings: settings), _data.Dataset, _data.Path, folder))
            Assert.IsType<RunFinished>(run.Execute(TestContext.Current.CancellationToken).Last());
        using var trained = TrainedModel.Load(folder.Path);
        using var quiet = torch.no_grad();
        var valid = _data.Dataset.Valid;
        using var whole = Batch.Of(valid, [.. Enumerable.Range(0, valid.Count)]);
        using var hidden = Batch.Of(valid, [.. Enumerable.Range(0, valid.Count)]);
        hidden.DropWords(1);
        double Reconstruction(Batch batch) => trained.Model is VariationalAutoencoder autoencoder
            ? trained.Model.Reconstruction(batch, autoencoder.Encode(batch).Sample(SentenceNoise.Of(batch.Sentences, 2, 0, 1, seed: 1)[0]))
                .mean().ToDouble()
            : trained.Model.Reconstruction(batch, z: null).mean().ToDouble();

        var logged = (double)JsonNode.Parse(File.ReadLines(folder.Metrics).Last())!["reconstruction"]!;

        Assert.Equal(Reconstruction(whole), logged, 1e-4);
        Assert.NotEqual(Reconstruction(hidden), logged, 1e-3);
    }
}
