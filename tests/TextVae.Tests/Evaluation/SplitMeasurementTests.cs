using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Models;

namespace TextVae.Tests.Evaluation;

public sealed class SplitMeasurementTests : IDisposable
{
    private static readonly EvaluationOptions Options = new() { Samples = 3, Iw = 11, InformationSamples = 2 };

    private readonly TinyDataset _data = new();
    private readonly VariationalAutoencoder _model;

    public SplitMeasurementTests() => _model = NewModel(seed: 1);

    public void Dispose()
    {
        _model.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 512, 32_768)]
    [InlineData(64, 40, 60)]
    [InlineData(1000, 5, 7)]
    public void No_figure_depends_on_batches_or_on_what_fits_memory(int batch, int rows, long tokens)
    {
        var expected = Measure(_model, Options);

        var measured = new Evaluator(_model, Options with { Batch = batch }) { Limits = new ChunkLimits(rows, tokens) }
            .Measure(_data.Dataset.Test, null, TestContext.Current.CancellationToken);

        // A model less itself: each figure the report has, and its error.
        var differences = expected.Minus(measured);
        Assert.Equal(
            [
                "reconstruction", "kl", "nll_bound", "perplexity_conditional", "perplexity", "nll_iw", "iw_ess", "perplexity_iw",
                "mutual_information", "marginal_kl",
            ],
            differences.Select(difference => difference.Figure));
        Assert.All(differences, difference => Assert.Equal(0, difference.Difference, 1e-4));
        Assert.All(differences, difference => Assert.Equal(0, difference.StandardError!.Value, 1e-4));
        Assert.All(
            expected.Report.IwCurve!.Zip(measured.Report.IwCurve!), points => Assert.Equal(points.First.NllIw, points.Second.NllIw, 1e-4));
        Assert.All(
            expected.Report.KlPerDimension!.Zip(measured.Report.KlPerDimension!), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(expected.Report.ActiveUnits, measured.Report.ActiveUnits);
    }

    [Fact]
    public void A_part_has_the_figures_that_are_means_over_its_sentences()
    {
        var whole = Measure(_model, Options);
        using var other = NewModel(seed: 2);
        var against = Measure(other, Options);

        var part = whole.Part([2, 5, 7]);

        SentenceBound[] chosen = [whole.Sentences[2], whole.Sentences[5], whole.Sentences[7]];
        Assert.Equal((3, chosen.Sum(sentence => sentence.Tokens)), (part.Report.Sentences, (int)part.Report.Tokens));
        Assert.Equal(chosen.Average(sentence => sentence.Reconstruction + sentence.Kl), part.Report.NllBound, 1e-9);
        Assert.Equal(chosen.Average(sentence => sentence.Weighted!.NegativeLogLikelihood), part.Report.NllIw!.Value, 1e-9);
        Assert.Equal(whole.Report.IwCurve!.Count, part.Report.IwCurve!.Count);
        Assert.Null(part.Report.MutualInformation);
        Assert.Null(part.Report.MutualInformationCeiling);
        Assert.Null(part.Report.ActiveUnits);
        Assert.Equal(
            new[] { 2, 5, 7 }.Average(i => whole.Sentences[i].Kl - against.Sentences[i].Kl),
            part.Minus(against.Part([2, 5, 7])).Single(difference => difference.Figure == "kl").Difference, 1e-9);
        Assert.Equal(whole.Report.NllBound, whole.Part(Enumerable.Range(0, whole.Sentences.Count)).Report.NllBound, 1e-12);
    }

    [Fact]
    public void Sentences_are_in_the_order_of_the_split_and_the_same_in_any_company()
    {
        var test = _data.Dataset.Test;
        var measured = Measure(_model, Options).Sentences;
        int[] order = [.. Enumerable.Range(0, test.Count)];
        new RandomStream(2).Shuffle<int>(order);

        using var shuffled = Batch.Of(test, order);
        var again = new Evaluator(_model, Options).Measure(shuffled, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, test.Count).Select(i => test.LengthOf(i) + 1), measured.Select(sentence => sentence.Tokens));
        foreach (var (place, sentence) in order.Zip(again))
        {
            Assert.Equal(measured[place].Reconstruction, sentence.Reconstruction, 1e-4);
            Assert.Equal(measured[place].Weighted!.NegativeLogLikelihood, sentence.Weighted!.NegativeLogLikelihood, 1e-4);
        }
    }

    [Fact]
    public void The_parts_of_the_divergence_sum_to_it()
    {
        var report = Measure(_model, Options with { InformationSamples = 2000 }).Report;

        Assert.Equal(report.Kl, report.MutualInformation!.Value + report.MarginalKl!.Value, 0.05 * report.Kl);
        Assert.Equal(report.Kl, report.KlPerDimension!.Sum(), 1e-5);
        Assert.Equal(Math.Log(report.Sentences), report.MutualInformationCeiling);
        Assert.InRange(report.MutualInformation.Value, 0.01, report.MutualInformationCeiling!.Value);
        Assert.Equal(2, report.Latent);
    }

    [Fact]
    public void Nothing_that_was_measured_stays_in_memory()
    {
        Measure(_model, Options);
        var before = Tiny.CountTensors();

        Measure(_model, Options);

        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);
    }

    [Fact]
    public void The_curve_ends_at_the_estimate_and_starts_at_the_bound_of_one_sample()
    {
        var report = Measure(_model, Options).Report;

        Assert.Equal([1, 2, 4, 8, 11], report.IwCurve!.Select(point => point.K));
        Assert.Equal(report.NllIw, report.IwCurve![^1].NllIw);
        Assert.Equal(report.StandardErrors!["nll_iw"], report.IwCurve[^1].StandardError);
        Assert.True(report.IwCurve[0].NllIw > report.NllIw);
    }

    [Fact]
    public void A_language_model_has_exact_figures_and_none_of_z()
    {
        using var language = TextModel.Create(Tiny.Language, _data.Dataset.Vocabulary.Count, seed: 1);

        var report = Measure(language, Options).Report;

        Assert.Null(report.NllIw ?? report.MutualInformation ?? report.MutualInformationCeiling ?? report.MarginalKl);
        Assert.Null(report.Latent ?? report.ActiveUnits);
        Assert.Equal(
            ["reconstruction", "kl", "nll_bound", "perplexity_conditional", "perplexity"], report.StandardErrors!.Keys);
    }

    [Fact]
    public void The_exact_likelihood_of_a_language_model_stands_beside_the_estimate_of_an_autoencoder()
    {
        using var language = TextModel.Create(Tiny.Language, _data.Dataset.Vocabulary.Count, seed: 1);
        var (own, other) = (Measure(_model, Options), Measure(language, Options));

        var difference = own.Minus(other).Single(difference => difference.Figure == "nll_iw");

        Assert.Equal(own.Report.NllIw!.Value - other.Report.NllBound, difference.Difference, 1e-9);
        Assert.Equal(own.Report.NllIw.Value, difference.Value, 1e-9);
    }

    [Fact]
    public void Measurements_of_other_sentences_have_no_difference()
    {
        var valid = new Evaluator(_model, Options).Measure(_data.Dataset.Valid, null, TestContext.Current.CancellationToken);

        Assert.StartsWith(
            "The two were measured on different sentences.",
            Assert.Throws<ArgumentException>(() => Measure(_model, Options).Minus(valid)).Message, StringComparison.Ordinal);
    }

    private VariationalAutoencoder NewModel(long seed)
    {
        var model = (VariationalAutoencoder)TextModel.Create(Tiny.Autoencoder, _data.Dataset.Vocabulary.Count, seed);
        using var quiet = TorchSharp.torch.no_grad();
        // Fresh parameters make posteriors that are all alike.
        foreach (var parameter in model.parameters())
            parameter.MultiplyInPlace(3);
        return model;
    }

    private SplitMeasurement Measure(TextModel model, EvaluationOptions options) =>
        new Evaluator(model, options).Measure(_data.Dataset.Test, null, TestContext.Current.CancellationToken);
}
