using TextVae.Corpus;
using TextVae.Corpus.Synthetic;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;

namespace TextVae.Tests.Evaluation;

/// <summary>Texts whose probability is known exactly: no model can find them likelier on average than their own grammar does.</summary>
public sealed class SyntheticEntropyTests
{
    private const int Reviews = 60;

    [Fact]
    public void No_estimate_falls_below_the_entropy_by_more_than_its_error()
    {
        using var folder = new TemporaryFolder();
        SyntheticReview[] reviews = [.. SyntheticReviews.Generate(2000 + Reviews, seed: 1)];
        using var dataset = Prepare(folder, reviews);
        Assert.Equal(0, dataset.Info.Test.UnknownShare);
        using var model = TextModel.Create(
            new ModelOptions { Embedding = 16, Hidden = 48, Latent = 8 }, dataset.Vocabulary.Count, seed: 1);
        using var optimizer = new Adam(model);
        var training = new TrainingOptions { Steps = 80, Batch = 32, LearningRate = 0.02 };
        foreach (var step in new Trainer(model, new ObjectiveOptions { Kl = Schedule.Constant(0.01) }, training, dataset.Train, optimizer).Run(0))
            Assert.False(step.IsSkipped);

        var measured = new Evaluator(model, new EvaluationOptions { Samples = 1, Iw = 16 })
            .Measure(dataset.Test, null, TestContext.Current.CancellationToken);

        var above = SentenceFigure.Mean(
            "nll_iw", [.. measured.Sentences.Zip(reviews[^Reviews..], (sentence, review) =>
                sentence.Weighted!.NegativeLogLikelihood - review.NegativeLogProbability)]);
        Assert.True(above.Value > -3 * above.StandardError);
        // A model that has learnt nothing could hide an estimate that is far too low.
        var uniform = Math.Log(dataset.Vocabulary.Count) * measured.Report.Tokens / Reviews;
        Assert.True(measured.Report.NllIw < 0.5 * uniform, $"{measured.Report.NllIw} of {uniform} + {above.Value}");
        Assert.True(measured.Report.Kl > 1, $"{measured.Report.Kl}");
    }

    private static Dataset Prepare(TemporaryFolder folder, SyntheticReview[] reviews)
    {
        folder.Write("train", Lines(reviews[..^Reviews]));
        folder.Write("valid", Lines(reviews[..1]));
        folder.Write("test", Lines(reviews[^Reviews..]));
        var options = new PrepareOptions
        {
            Train = [folder["train"]],
            Valid = [folder["valid"]],
            Test = [folder["test"]],
            Format = TextFormat.Lines,
            Coverage = 1,
        };
        DatasetBuilder.Prepare(options, folder["dataset"], progress: null, TestContext.Current.CancellationToken);
        return Dataset.Open(folder["dataset"]);
    }

    private static string Lines(IEnumerable<SyntheticReview> reviews) =>
        string.Concat(reviews.Select(review => review.Text + "\n"));
}
