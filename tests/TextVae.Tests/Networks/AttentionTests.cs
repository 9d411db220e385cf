using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class AttentionTests
{
    public static TheoryData<AttentionKind> Kinds => [AttentionKind.Word, AttentionKind.Feature];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Attention_over_one_position_is_its_state(AttentionKind kind)
    {
        using var quiet = torch.no_grad();
        using var batch = Batch.Of([[], [4, 5]]);
        var (attention, words, states) = Random(kind, batch);

        var summary = attention.Forward(words, states, batch);

        Assert.Equal(Tiny.Floats(states[0, 0]), Tiny.Floats(summary[0]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_sum_to_one_over_the_real_positions_and_are_zero_at_padding(AttentionKind kind)
    {
        using var quiet = torch.no_grad();
        using var batch = Batch.Of(Tiny.Sentences);
        var (attention, words, states) = Random(kind, batch);

        var weights = attention.Weights(words, states, batch);

        Assert.Equal([batch.Time, batch.Size, kind == AttentionKind.Word ? 1 : 4], weights.shape);
        Assert.All(Tiny.Floats(weights.sum([0L])), sum => Assert.Equal(1, sum, 1e-5));
        Assert.Equal(Tiny.Floats(batch.Mask), Tiny.Floats((weights > torch.zeros_like(weights)).all(2).to(torch.ScalarType.Float32)));
    }

    [Fact]
    public void Without_scores_it_is_the_mean()
    {
        using var quiet = torch.no_grad();
        using var batch = Batch.Of(Tiny.Sentences);
        var (attention, words, states) = Random(AttentionKind.Feature, batch);
        foreach (var parameter in attention.parameters())
            parameter.zero_();

        var summary = attention.Forward(words, states * batch.Mask.unsqueeze(2), batch);

        var mean = Summary.Of(SummaryKind.Mean, states * batch.Mask.unsqueeze(2), batch);
        Assert.True(summary.allclose(mean, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Scores_are_linear_in_the_word_and_in_the_state()
    {
        using var quiet = torch.no_grad();
        using var batch = Batch.Of([[4, 5]]);
        using var attention = new Attention(AttentionKind.Word, inputs: 1, states: 1);
        attention.WeightInput.FillInPlace(2);
        attention.WeightState.FillInPlace(-1);
        var words = SequenceInputs.OfSteps(torch.tensor(new float[] { 1, 0.5f, 0 }, [3, 1, 1]));
        var states = torch.tensor(new float[] { 1, 2, 3 }, [3, 1, 1]);

        var summary = attention.Forward(words, states, batch).ToDouble();

        // The scores 2 · 1 − 1, 2 · ½ − 2 and 2 · 0 − 3.
        var (a, b, c) = (Math.Exp(1), Math.Exp(-1), Math.Exp(-3));
        Assert.Equal((a + (2 * b) + (3 * c)) / (a + b + c), summary, 1e-2);
    }

    [Fact]
    public void Feature_by_feature_a_feature_has_weights_of_its_own()
    {
        using var quiet = torch.no_grad();
        using var batch = Batch.Of([[4], [5]]);
        using var attention = new Attention(AttentionKind.Feature, inputs: 1, states: 2);
        attention.WeightInput.copy_(torch.tensor(new float[] { 50, -50 }, [2, 1]));
        attention.WeightState.zero_();
        var words = SequenceInputs.OfSteps(torch.tensor(new float[] { 1, 0, 0, 1 }, [2, 2, 1]));
        var states = torch.tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [2, 2, 2]);

        var summary = attention.Forward(words, states, batch);

        Assert.Equal([1, 6, 7, 4], Tiny.Floats(summary));
    }

    private static (Attention Attention, SequenceInputs Words, torch.Tensor States) Random(AttentionKind kind, Batch batch)
    {
        torch.random.manual_seed(1);
        var attention = new Attention(kind, inputs: 3, states: 4);
        var words = SequenceInputs.OfSteps(torch.randn(batch.Time, batch.Size, 3), batch.Lengths);
        return (attention, words, torch.randn(batch.Time, batch.Size, 4));
    }
}
