using System.Text.Json;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.NGrams;

namespace TextVae.Tests.Evaluation;

public sealed class SampledReportTests
{
    [Fact]
    public void Forward_is_the_training_texts_on_the_samples_and_reverse_the_samples_on_the_real_texts()
    {
        using var data = new TinyDataset();
        var types = data.Dataset.Vocabulary.Types;
        var (training, real) = (Read(data.Dataset.Train), Read(data.Dataset.Test));
        var sampled = Read(data.Dataset.Valid);

        var report = SampledReport.Of(data.Dataset, Split.Test, sampled, seed: 1, TestContext.Current.CancellationToken);

        Assert.Equal(KneserNey.Train(training, types).Perplexity(sampled), report.ForwardPerplexity);
        Assert.Equal(KneserNey.Train(training, types).Perplexity(real), report.ForwardPerplexityReal);
        Assert.Equal(KneserNey.Train(sampled, types).Perplexity(real), report.ReversePerplexity);
        Assert.Equal((13, TextStatistics.Of(sampled)), (report.ReverseTextsReal, report.SampledTexts));
    }

    [Fact]
    public void As_many_training_texts_as_there_are_stand_in_for_samples_and_give_what_they_themselves_would()
    {
        using var data = new TinyDataset();
        var training = Read(data.Dataset.Train);

        var report = SampledReport.Of(
            data.Dataset, Split.Test, [.. training, .. training], seed: 1, TestContext.Current.CancellationToken);

        Assert.Equal(60, report.ReverseTextsReal);
        Assert.Equal(report.ForwardPerplexityReal, report.ReversePerplexityReal);
    }

    [Fact]
    public void The_order_of_samples_means_nothing()
    {
        using var data = new TinyDataset();
        var sampled = Read(data.Dataset.Valid);
        string Measure(int[][] texts) => JsonSerializer.Serialize(
            SampledReport.Of(data.Dataset, Split.Test, texts, seed: 1, TestContext.Current.CancellationToken));

        Assert.Equal(Measure(sampled), Measure([.. sampled.Reverse()]));
    }

    private static int[][] Read(TokenStore split) => [.. Enumerable.Range(0, split.Count).Select(split.Read)];
}
