using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Runs;

namespace TextVae.Tests.Distributed;

public sealed class RanksTests
{
    [Fact]
    public void All_agree_on_what_is_so_in_any()
    {
        Assert.Equal([true, true, true], ThreadRanks.Run(3, ranks => ranks.Any(ranks.Rank == 2)));
        Assert.Equal([false, false, false], ThreadRanks.Run(3, ranks => ranks.Any(here: false)));
        Assert.Equal([true, true], ThreadRanks.Run(2, ranks => ranks.OfFirst(ranks.IsFirst)));
        Assert.Equal([false, false], ThreadRanks.Run(2, ranks => ranks.OfFirst(!ranks.IsFirst)));
    }

    [Fact]
    public void The_others_wait_for_what_only_the_first_one_does()
    {
        var done = 0;

        var seen = ThreadRanks.Run(3, ranks =>
        {
            ranks.OnFirst(() =>
            {
                Thread.Sleep(700);
                Interlocked.Increment(ref done);
            });
            return Volatile.Read(ref done);
        });

        Assert.Equal([1, 1, 1], seen);
    }

    [Theory]
    [InlineData(ModelKind.Vae, 2)]
    [InlineData(ModelKind.Vae, 3)]
    [InlineData(ModelKind.Lm, 2)]
    public void An_evaluation_has_the_same_figures_to_the_last_bit_in_any_number_of_ranks(ModelKind kind, int count)
    {
        using var data = new TinyDataset(sentences: 700);
        using var model = TextModel.Create(
            Tiny.Autoencoder with { Kind = kind, HasInformationNetwork = kind == ModelKind.Vae }, data.Dataset.Vocabulary.Count, seed: 3);
        var options = new EvaluationOptions { Samples = 2, Iw = 6, Batch = 50 };
        var alone = new Evaluator(model, options).Measure(data.Dataset.Train, null, TestContext.Current.CancellationToken);

        var shared = ThreadRanks.Run(count, ranks => new Evaluator(model, options) { Ranks = ranks }.Measure(
            data.Dataset.Train, null, TestContext.Current.CancellationToken));

        Assert.All(shared, measured => Assert.Equivalent(alone.Report, measured.Report, strict: true));
        Assert.All(shared, measured => Assert.Equal(
            alone.Sentences.Select(sentence => (sentence.Reconstruction, sentence.Kl, sentence.Weighted?.NegativeLogLikelihood, sentence.Information)),
            measured.Sentences.Select(sentence => (sentence.Reconstruction, sentence.Kl, sentence.Weighted?.NegativeLogLikelihood, sentence.Information))));
    }

    [Fact]
    public void An_evaluation_that_is_stopped_in_one_rank_stops_in_all()
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Tiny.Autoencoder, data.Dataset.Vocabulary.Count, seed: 3);

        var stopped = ThreadRanks.Run(2, ranks => Record.Exception(() => new Evaluator(model, new EvaluationOptions()) { Ranks = ranks }.Evaluate(
            data.Dataset.Test, null, new CancellationToken(canceled: ranks.Rank == 1))));

        Assert.All(stopped, exception => Assert.IsType<OperationCanceledException>(exception));
    }

    [Fact]
    public void Parameters_that_are_not_the_same_everywhere_end_the_training_everywhere()
    {
        using var first = TextModel.Create(Tiny.Autoencoder, Tiny.Words, seed: 3);
        using var same = TextModel.Create(Tiny.Autoencoder, Tiny.Words, seed: 3);
        using var other = TextModel.Create(Tiny.Autoencoder, Tiny.Words, seed: 3);
        using (TorchSharp.torch.no_grad())
            other.parameters().First().view(-1).narrow(0, 0, 1).MultiplyInPlace(1.0001);

        Assert.All(
            ThreadRanks.Run(2, ranks => Record.Exception(() => SharedState.RequireSame(ranks, ranks.IsFirst ? first : same, step: 7))), Assert.Null);
        Assert.All(
            ThreadRanks.Run(3, ranks => Record.Exception(
                () => SharedState.RequireSame(ranks, ranks.Rank switch { 0 => first, 1 => same, _ => other }, step: 7))),
            exception => Assert.StartsWith(
                "After step 7 the processes have different parameters, so at least one of them computes wrongly or otherwise",
                Assert.IsType<TextVaeException>(exception).Message, StringComparison.Ordinal));
    }
}
