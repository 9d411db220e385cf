using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

/// <summary>Standard errors against a bootstrap over sentences.</summary>
public sealed class SentenceFigureTests
{
    private const int Sentences = 500;
    private const int Resamples = 4000;

    private readonly double[] _tokens;
    private readonly double[] _nll;
    private readonly double[] _other;

    public SentenceFigureTests()
    {
        // Long sentences cost more, and two models find mostly the same ones hard.
        var random = new RandomStream(3);
        _tokens = Draw(() => 2 + random.NextInt(40));
        _nll = [.. _tokens.Select(tokens => (3 * tokens) + (2 * Math.Sqrt(tokens) * random.NextNormal()))];
        _other = [.. _nll.Select(nll => (1.02 * nll) + random.NextNormal())];
    }

    [Fact]
    public void The_error_of_a_mean_is_the_one_of_a_bootstrap() =>
        AssertError(SentenceFigure.Mean("kl", _nll).StandardError, sample => sample.Average(i => _nll[i]));

    [Fact]
    public void The_error_of_a_perplexity_knows_that_lengths_vary_too()
    {
        var figure = SentenceFigure.Perplexity("perplexity", _nll, _tokens);

        Assert.Equal(Math.Exp(_nll.Sum() / _tokens.Sum()), figure.Value, 1e-9);
        AssertError(figure.StandardError, sample => Perplexity(_nll, sample));
        // As if all sentences were equally long it would come out many times too large.
        var ofMean = SentenceFigure.Mean("nll", _nll).StandardError!.Value;
        Assert.True(figure.Value * ofMean / _tokens.Average() > 3 * figure.StandardError);
    }

    [Fact]
    public void The_error_of_a_difference_is_paired()
    {
        var mean = SentenceFigure.Mean("nll_bound", _nll).Minus(SentenceFigure.Mean("nll_bound", _other));
        var perplexity = SentenceFigure.Perplexity("perplexity", _nll, _tokens)
            .Minus(SentenceFigure.Perplexity("perplexity", _other, _tokens));

        Assert.Equal(_nll.Average() - _other.Average(), mean.Difference, 1e-9);
        AssertError(mean.StandardError, sample => sample.Average(i => _nll[i] - _other[i]));
        AssertError(perplexity.StandardError, sample => Perplexity(_nll, sample) - Perplexity(_other, sample));
        Assert.Equal(mean.Difference - (1.96 * mean.StandardError!.Value), mean.Low!.Value, 1e-4);
        Assert.Equal(mean.Difference + (1.96 * mean.StandardError.Value), mean.High!.Value, 1e-4);
    }

    [Fact]
    public void One_sentence_alone_has_no_error()
    {
        var figure = SentenceFigure.Mean("kl", [3]);

        Assert.Null(figure.StandardError);
        Assert.Equal(new PairedDifference("kl", 3, 3, 0, null, null, null), figure.Minus(figure));
    }

    private double Perplexity(double[] nll, int[] sample) => Math.Exp(sample.Sum(i => nll[i]) / sample.Sum(i => _tokens[i]));

    private static void AssertError(double? error, Func<int[], double> statistic)
    {
        // The deviation of 4,000 draws is known to about one per cent.
        var random = new RandomStream(4);
        var values = Enumerable.Range(0, Resamples)
            .Select(_ => statistic([.. Enumerable.Range(0, Sentences).Select(_ => random.NextInt(Sentences))])).ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (Resamples - 1));
        Assert.Equal(1, error!.Value / deviation, 0.06);
    }

    private static double[] Draw(Func<double> next) => [.. Enumerable.Range(0, Sentences).Select(_ => next())];
}
