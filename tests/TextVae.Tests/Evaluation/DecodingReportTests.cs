using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class DecodingReportTests
{
    [Fact]
    public void Distinct_n_is_the_different_n_grams_over_all_words()
    {
        int[][] texts = [[1, 2, 1, 2], [1, 2], []];

        Assert.Equal(2 / 6.0, Distinct.Share(texts, 1), 1e-12);
        Assert.Equal(2 / 6.0, Distinct.Share(texts, 2), 1e-12);
        Assert.Equal(2 / 6.0, Distinct.Share(texts, 3), 1e-12);
        Assert.Equal(1 / 6.0, Distinct.Share(texts, 4), 1e-12);
        Assert.Equal(0, Distinct.Share([[]], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distinct.Share(texts, 5));
    }

    [Fact]
    public void The_best_texts_are_compared_with_the_sentences_and_with_each_other()
    {
        int[][] sentences = [[1, 2, 3, 4], [5, 6, 7, 8]];

        var report = DecodingReport.Of(sentences, [[[1, 2, 3, 4]], [[1, 2, 3, 9]]]);

        Assert.Equal(Bleu.OfCorpus([[1, 2, 3, 4], [1, 2, 3, 9]], sentences), report.ReconstructionBleu);
        Assert.Equal(4 / 8.0, report.WordErrorRate);
        Assert.Equal((4.0, 4.0), (report.RealTexts.LengthMean, report.DecodedTexts.LengthMean));
        Assert.Equal((5 / 8.0, 4 / 8.0), (report.Distinct1, report.Distinct2));
        Assert.Equal(SelfBleu.Of([[1, 2, 3, 4], [1, 2, 3, 9]]), report.SelfBleu);
        Assert.Null(report.Hypotheses ?? report.ListDistinct1 ?? report.ListDistinct2 ?? report.ListSelfBleu);
    }

    [Fact]
    public void Lists_are_measured_one_by_one()
    {
        var report = DecodingReport.Of([[1], [2]], [[[1, 2], [1, 3], [1, 2, 3, 4]], [[7, 8]]]);

        Assert.Equal(2, report.Hypotheses);
        Assert.Equal(((4 / 8.0) + 1) / 2, report.ListDistinct1!.Value, 1e-12);
        Assert.Equal(((4 / 8.0) + (1 / 2.0)) / 2, report.ListDistinct2!.Value, 1e-12);
        Assert.Equal(SelfBleu.Of([[1, 2], [1, 3], [1, 2, 3, 4]]), report.ListSelfBleu);
        Assert.Equal(SelfBleu.Of([[1, 2], [7, 8]]), report.SelfBleu);
    }
}
