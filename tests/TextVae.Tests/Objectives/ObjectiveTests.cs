using TextVae.Batches;
using TextVae.Models;
using TextVae.Objectives;
using TorchSharp;

namespace TextVae.Tests.Objectives;

public sealed class ObjectiveTests
{
    [Fact]
    public void The_bound_has_two_named_terms_whose_weighted_sum_is_the_loss()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        var options = new ObjectiveOptions { Kl = new Schedule(ScheduleKind.Linear, 0, 1, 0, 10) };

        var terms = Objective.For(model, options).Terms(batch, step: 4);

        Assert.Equal(["reconstruction", "kl"], terms.Terms.Select(term => term.Name));
        Assert.Equal([1, 0.4], terms.Terms.Select(term => term.Weight));
        Assert.Equal(model.Encode(batch).KlToPrior().mean().ToDouble(), terms.Terms[1].Value.ToDouble(), 1e-5);
        Assert.Equal(
            terms.Terms[0].Value.ToDouble() + (0.4 * terms.Terms[1].Value.ToDouble()), terms.Total().ToDouble(), 1e-4);
    }

    [Fact]
    public void A_language_model_has_its_likelihood_alone()
    {
        using var model = Tiny.NewLanguageModel();
        using var batch = Batch.Of(Tiny.Sentences);

        var terms = Objective.For(model, new ObjectiveOptions()).Terms(batch, step: 1);

        var term = Assert.Single(terms.Terms);
        Assert.Equal(model.NegativeLogLikelihood(batch).mean().ToDouble(), term.Value.ToDouble(), 1e-5);
    }

    [Fact]
    public void Word_dropout_hides_words_from_the_decoder_and_not_from_the_encoder()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        using var whole = Batch.Of(Tiny.Sentences);
        var options = new ObjectiveOptions { WordDropout = Schedule.Constant(1) };

        var terms = Objective.For(model, options).Terms(batch, step: 1);

        Assert.All(batch.Inputs.data<long>().ToArray(), id => Assert.InRange(id, 0, 2));
        Assert.Equal(model.Encode(whole).KlToPrior().mean().ToDouble(), terms.Terms[1].Value.ToDouble(), 1e-6);
    }

    [Fact]
    public void Input_dropout_hides_words_from_the_encoder_and_neither_from_the_decoder_nor_from_the_softmax()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        using var whole = Batch.Of(Tiny.Sentences);
        using var hidden = Batch.Of([.. Tiny.Sentences.Select(words => Array.ConvertAll(words, _ => 1))]);
        var options = new ObjectiveOptions { InputDropout = new Schedule(ScheduleKind.Linear, 0, 1, 0, 10) };

        var terms = Objective.For(model, options).Terms(batch, step: 10);

        Assert.Equal(hidden.Targets.data<long>().ToArray(), batch.Read.data<long>().ToArray());
        Assert.Equal(whole.Inputs.data<long>().ToArray(), batch.Inputs.data<long>().ToArray());
        Assert.Equal(whole.Targets.data<long>().ToArray(), batch.Targets.data<long>().ToArray());
        Assert.Equal(model.Encode(hidden).KlToPrior().mean().ToDouble(), terms.Terms[1].Value.ToDouble(), 1e-5);
        Assert.False(options.SchedulesHaveEnded(9, ModelKind.Vae));
        Assert.True(options.SchedulesHaveEnded(10, ModelKind.Vae));
    }

    [Fact]
    public void The_share_of_words_hidden_from_the_encoder_is_the_schedule_s()
    {
        torch.random.manual_seed(1);
        using var batch = Batch.Of([.. Enumerable.Range(0, 30).Select(_ => Enumerable.Repeat(4, 100).ToArray())]);

        batch.DropEncoderWords(0.3);

        var read = batch.Read.data<long>().ToArray();
        Assert.Equal(0.3, read.Count(id => id == 1) / 3000.0, 0.03);
        Assert.Equal(30, read.Count(id => id == 3));
    }

    [Theory]
    [InlineData(true, 1, 1)]
    [InlineData(true, 2000, 1)]
    [InlineData(true, 6500, 0.75)]
    [InlineData(true, 11_000, 0.5)]
    [InlineData(true, 20_000, 0)]
    [InlineData(false, 11_000, 0.5)]
    public void Word_dropout_annealing_hides_the_paper_s_share_of_the_words_at_each_step(
        bool isAutoencoder, long step, double share)
    {
        torch.random.manual_seed(1);
        using var model = isAutoencoder ? (TextModel)Tiny.NewAutoencoder() : Tiny.NewLanguageModel();
        using var batch = Batch.Of([.. Enumerable.Range(0, 30).Select(_ => Enumerable.Repeat(4, 100).ToArray())]);
        var options = new ObjectiveOptions { WordDropout = new Schedule(ScheduleKind.Linear, 1, 0, 2000, 20_000) };

        Objective.For(model, options).Terms(batch, step);

        Assert.Equal(share, batch.Inputs.data<long>().ToArray().Count(id => id == 1) / 3000.0, share is 0 or 1 ? 0 : 0.03);
    }
}
