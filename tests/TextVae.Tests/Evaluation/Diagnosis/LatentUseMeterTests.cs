using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Evaluation.Diagnosis;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Evaluation.Diagnosis;

public sealed class LatentUseMeterTests : IDisposable
{
    private readonly TinyDataset _data = new(sentences: 150);

    public void Dispose() => _data.Dispose();

    [Fact]
    public void To_a_decoder_that_hears_z_every_sentence_differs_with_anothers_and_to_one_that_cannot_none_does()
    {
        using var model = NewModel();
        var heard = Measure(model);
        Silence(model);

        var silent = Measure(model);

        Assert.True(heard.GainError > 0.1, $"{heard.GainError}");
        Assert.Equal(0, silent.Gain, 1e-4);
        Assert.Equal(0, silent.GainError, 1e-4);
        Assert.All(silent.Positions, band => Assert.Equal(0, band.Gain, 1e-4));
    }

    [Fact]
    public void Own_reconstructions_are_those_of_the_sentences_whatever_batch_they_stand_in()
    {
        using var model = NewModel();
        Silence(model);
        var split = _data.Dataset.Train;
        using var quiet = torch.no_grad();
        using var z = torch.zeros(1, model.Options.Latent);

        var use = Measure(model);

        var alone = Enumerable.Range(0, split.Count).Average(sentence =>
        {
            using var batch = Batch.Of(split, [sentence]);
            using var nll = model.Reconstruction(batch, z);
            return (double)nll.item<float>();
        });
        Assert.Equal(split.Count, use.Sentences);
        Assert.Equal(alone, use.Reconstruction, 1e-4);
    }

    [Fact]
    public void Places_have_every_token_once_and_add_up_to_the_sentences()
    {
        using var model = NewModel();

        var use = Measure(model);

        Assert.Equal(_data.Dataset.Train.TokenCount + _data.Dataset.Train.Count, use.Positions.Sum(band => band.Tokens));
        Assert.Equal(use.Reconstruction * use.Sentences, use.Positions.Sum(band => band.Reconstruction * band.Tokens), 1e-3);
        Assert.Equal(use.ReconstructionShuffled * use.Sentences, use.Positions.Sum(band => band.ReconstructionShuffled * band.Tokens), 1e-3);
        Assert.Equal([(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 7), (8, 9)], use.Positions.Select(band => (band.From, band.To)));
    }

    [Fact]
    public void The_kl_and_the_variance_are_those_of_the_posteriors()
    {
        using var model = NewModel();
        using var quiet = torch.no_grad();
        var variance = model.named_parameters().Single(named => named.name == "encoder.log_variance.bias").parameter;
        model.named_parameters().Single(named => named.name == "encoder.log_variance.weight").parameter.zero_();
        variance.copy_(torch.tensor(new[] { (float)Math.Log(2), (float)Math.Log(0.5) }));

        var use = Measure(model);

        Assert.Equal(2, use.MeanVariance[0], 1e-5);
        Assert.Equal(0.5, use.MeanVariance[1], 1e-5);
        var ofWidth = 0.5 * ((2 - 1 - Math.Log(2)) + (0.5 - 1 - Math.Log(0.5)));
        Assert.True(use.Kl > ofWidth, $"{use.Kl}");
    }

    [Fact]
    public void The_bound_on_the_marginal_kl_is_exact_where_all_posteriors_are_the_same_normal_and_otherwise_below_the_kl()
    {
        using var model = NewModel();
        using var quiet = torch.no_grad();
        var apart = Measure(model);
        foreach (var (name, parameter) in model.named_parameters().Where(named => named.name is "encoder.mu.weight" or "encoder.log_variance.weight"))
            parameter.zero_();
        model.named_parameters().Single(named => named.name == "encoder.mu.bias").parameter.FillInPlace(1.5f);

        var alike = Measure(model);

        Assert.True(apart.MarginalKlBound < 0.99 * apart.Kl, $"{apart.MarginalKlBound} {apart.Kl}");
        Assert.True(alike.Kl > 2, $"{alike.Kl}");
        Assert.Equal(alike.Kl, alike.MarginalKlBound, 1e-4);
    }

    [Fact]
    public void No_more_sentences_are_drawn_than_asked_for_and_one_alone_cannot_be_exchanged()
    {
        using var model = NewModel();

        Assert.Equal(20, LatentUseMeter.Measure(model, _data.Dataset.Train, 20, cancellation: TestContext.Current.CancellationToken)!.Sentences);
        using var folder = new TemporaryFolder();
        var options = new PrepareOptions
        {
            Train = [folder.Write("a", "a b\n")],
            Valid = [folder.Write("b", "a\n")],
            Test = [folder.Write("c", "b\n")],
            Format = TextFormat.Lines,
            Coverage = 1,
        };
        DatasetBuilder.Prepare(options, folder["dataset"], progress: null, TestContext.Current.CancellationToken);
        using var one = Dataset.Open(folder["dataset"]);
        using var small = (VariationalAutoencoder)TextModel.Create(Tiny.Autoencoder, one.Vocabulary.Count, seed: 1);
        Assert.Null(LatentUseMeter.Measure(small, one.Valid, cancellation: TestContext.Current.CancellationToken));
    }

    private VariationalAutoencoder NewModel()
    {
        var model = (VariationalAutoencoder)TextModel.Create(Tiny.Autoencoder, _data.Dataset.Vocabulary.Count, seed: 3);
        using var quiet = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.MultiplyInPlace(3);
        return model;
    }

    /// <summary>Gives every sentence the same z, 0.</summary>
    private static void Silence(VariationalAutoencoder model)
    {
        using var quiet = torch.no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (name.StartsWith("encoder.mu", StringComparison.Ordinal) || name == "encoder.log_variance.weight")
                parameter.zero_();
            else if (name == "encoder.log_variance.bias")
                parameter.FillInPlace(-60);
        }
    }

    private LatentUse Measure(VariationalAutoencoder model) =>
        LatentUseMeter.Measure(model, _data.Dataset.Train, cancellation: TestContext.Current.CancellationToken)!;
}
