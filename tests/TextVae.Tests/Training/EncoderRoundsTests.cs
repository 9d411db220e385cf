using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Tests.Training;

public sealed class EncoderRoundsTests
{
    [Fact]
    public void The_encoder_moves_until_a_window_of_15_steps_is_no_better_than_the_one_before_and_then_the_decoder_once()
    {
        // Windows of 3, 2 and 2 nats a token.
        double Loss(int step) => step < 15 ? 3 : 2;

        var moved = Walk(Loss, 94);

        Assert.Equal(Enumerable.Repeat(MovedPart.Encoder, 45), moved[..45]);
        Assert.Equal(MovedPart.Decoder, moved[45]);
        // From there on the loss stays, which two windows show.
        Assert.Equal(Enumerable.Repeat(MovedPart.Encoder, 30), moved[46..76]);
        Assert.Equal([76], Enumerable.Range(46, 48).Where(step => moved[step] == MovedPart.Decoder));
    }

    [Fact]
    public void A_round_has_100_steps_of_the_encoder_at_most()
    {
        var moved = Walk(step => 1000 - step, 250);

        Assert.Equal([100, 201], Enumerable.Range(0, 250).Where(step => moved[step] == MovedPart.Decoder));
    }

    // 10 sentences of 5 and of 40 tokens: 0.2 and 0.025 nats a token.
    [Fact]
    public void Windows_are_compared_by_the_loss_a_token()
    {
        var rounds = new EncoderRounds();
        for (var step = 0; step < 30; step++)
            rounds = rounds.After(loss: 1, sentences: 10, tokens: step < 15 ? 50 : 400);

        Assert.Equal((30, false, 0.025), (rounds.Steps, rounds.DecoderIsNext, rounds.LossBefore));
    }

    [Fact]
    public void It_is_over_for_good_when_the_information_does_not_rise()
    {
        var rounds = new EncoderRounds().After(information: 0.5).After(information: 0.7);
        Assert.Equal(MovedPart.Encoder, rounds.Next);
        Assert.Null(rounds.MessageAfter(information: 0.8));
        Assert.Equal(
            "The mutual information does not rise any more, 0.70 nats before and 0.65 now, so from here on every step moves encoder and "
            + "decoder.",
            rounds.MessageAfter(information: 0.65));

        rounds = rounds.After(information: 0.7);

        Assert.Equal((true, MovedPart.All), (rounds.IsOver, rounds.Next));
        Assert.Same(rounds, rounds.After(information: 3));
        Assert.Same(rounds, rounds.After(loss: 1, sentences: 1, tokens: 1));
    }

    [Fact]
    public void Steps_move_the_part_that_they_name_and_leave_the_other_to_the_bit()
    {
        using var data = new TinyDataset();
        using var model = TextModel.Create(Tiny.Autoencoder, data.Dataset.Vocabulary.Count, seed: 1);
        using var optimizer = new Adam(model, average: 0.9);
        var options = new TrainingOptions { Batch = 16, Steps = 220, IsAggressive = true, LearningRate = 0.01 };
        var trainer = new Trainer(model, new ObjectiveOptions(), options, data.Dataset.Train, optimizer);
        (float[] Encoder, float[] Others) Numbers() => (
            [.. model.named_parameters().Where(named => named.name.StartsWith("encoder.", StringComparison.Ordinal)).SelectMany(named => Tiny.Floats(named.parameter))],
            [.. model.named_parameters().Where(named => !named.name.StartsWith("encoder.", StringComparison.Ordinal)).SelectMany(named => Tiny.Floats(named.parameter))]);

        var (before, decoderSteps) = (Numbers(), 0);
        foreach (var record in trainer.Run(0))
        {
            var after = Numbers();
            Assert.Equal(record.Moved == MovedPart.Decoder, before.Encoder.SequenceEqual(after.Encoder));
            Assert.Equal(record.Moved == MovedPart.Encoder, before.Others.SequenceEqual(after.Others));
            decoderSteps += record.Moved == MovedPart.Decoder ? 1 : 0;
            before = after;
        }

        Assert.InRange(decoderSteps, 2, 8);
        Assert.Equal((decoderSteps, 220 - decoderSteps), (optimizer.Updates, optimizer.EncoderUpdates));
    }

    // Adam's first update has the size of the rate, whatever the gradient: also for a part that moves after others have.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_part_that_moves_later_is_corrected_by_its_own_updates(bool isPlain)
    {
        using var model = Tiny.NewAutoencoder();
        using var optimizer = new Adam(model) { IsPlain = isPlain };
        var encoder = model.Encoder.get_parameter("mu.bias")!;
        var other = model.get_parameter("embedding.weight")!;
        for (var step = 0; step < 500; step++)
        {
            encoder.grad = torch.ones_like(encoder);
            optimizer.Step(0.001);
        }

        var before = Tiny.Floats(other);
        encoder.grad = null;
        other.grad = torch.ones_like(other).Times(0.3);
        optimizer.Step(0.001);

        Assert.All(before.Zip(Tiny.Floats(other)), pair => Assert.Equal(0.001, pair.First - pair.Second, 1e-6));
    }

    private static MovedPart[] Walk(Func<int, double> loss, int steps)
    {
        var rounds = new EncoderRounds();
        var moved = new MovedPart[steps];
        for (var step = 0; step < steps; step++)
        {
            moved[step] = rounds.Next;
            rounds = rounds.After(loss(step), sentences: 1, tokens: 1);
        }

        return moved;
    }
}
