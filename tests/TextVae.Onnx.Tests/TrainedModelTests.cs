using TextVae.Corpus;
using TextVae.Exporting;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Networks;
using TextVae.Runs;
using TextVae.Tests;
using TorchSharp;

namespace TextVae.Onnx.Tests;

/// <summary>A model that has learnt something, whose texts are no accident.</summary>
public sealed class TrainedModelTests
{
    [Fact]
    public void A_trained_model_does_what_it_does_with_libtorch()
    {
        using var data = new TinyDataset();
        using var folder = new TemporaryFolder();
        var recipe = new Recipe
        {
            Model = new ModelOptions
            {
                Embedding = 12,
                Hidden = 24,
                Latent = 6,
                Summary = SummaryKind.Attention,
                Posterior = PosteriorKind.BatchNorm,
            },
            Training = new() { Steps = 150, Batch = 12, LearningRate = 0.01 },
        };
        using (var run = TrainingRun.Start(recipe, data.Dataset, data.Path, new RunFolder(folder["run"])))
            Assert.IsType<RunFinished>(run.Execute(TestContext.Current.CancellationToken).Last());
        using var trained = TrainedModel.Load(folder["run"]);
        OnnxExport.Write(trained, folder["exported"]);
        using var exported = OnnxAutoencoder.Load(folder["exported"]);
        var sentences = Enumerable.Range(0, 40).Select(i => data.Dataset[Split.Train].Read(i)).ToArray();
        var texts = Array.ConvertAll(sentences, sentence => trained.TextOf(sentence));
        using var quiet = torch.no_grad();
        using var batch = Batches.Batch.Of(sentences);
        var mu = Tiny.Floats(((VariationalAutoencoder)trained.Model).Encode(batch).Mu);
        using var generator = new TextGenerator(trained.Model, new DecodingOptions());

        var vectors = exported.Encode(texts);
        var reconstructions = exported.Reconstruct(texts);

        Assert.All(mu.Zip(vectors.SelectMany(vector => vector)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.Equal(generator.Reconstruct(sentences).Select(text => trained.TextOf(text.Words)), reconstructions);
        Assert.True(reconstructions.Distinct().Count() > 10);
    }
}
