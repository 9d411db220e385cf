using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Evaluation;

public sealed class WordAccuracyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(64)]
    public void It_is_the_share_of_tokens_that_are_the_most_probable_ones_whatever_the_batches(int batchSize)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var data = new TinyDataset();
        using var model = (VariationalAutoencoder)TextModel.Create(Tiny.Autoencoder, data.Dataset.Vocabulary.Count, seed: 1);
        var test = data.Dataset.Test;
        var (right, tokens) = (0L, 0);
        for (var i = 0; i < test.Count; i++)
        {
            using var batch = Batch.Of(test, [i]);
            var best = model.Output.LogProbabilities(model.States(batch, model.Encode(batch).Mu).squeeze(1)).argmax(1);
            right += best.eq(batch.Targets.squeeze(1)).sum().item<long>();
            tokens += (int)batch.Tokens;
        }

        Assert.InRange(right, 1, tokens - 1);
        var before = Tiny.CountTensors();
        Assert.Equal((double)right / tokens, WordAccuracy.Of(model, test, batchSize, TestContext.Current.CancellationToken));
        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
