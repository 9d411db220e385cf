using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class SelfAttentionTests
{
    private const int Heads = 2;
    private const int Features = 4;

    public static TheoryData<bool, int> Kinds => new() { { true, 0 }, { true, 3 }, { false, 0 }, { false, 3 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_the_softmax_of_scaled_products_over_what_may_be_seen(bool isCausal, int contextFeatures)
    {
        using var precise = new DoublePrecision();
        using var quiet = torch.no_grad();
        torch.random.manual_seed(1);
        using var attention = new SelfAttention(new(1, 5, contextFeatures, Heads * Features, Heads, FeedForward: 7, Dropout: 0));
        foreach (var parameter in attention.parameters())
            parameter.copy_(torch.randn(parameter.shape));
        var words = SequenceInputs.OfSteps(torch.randn(5, 3, Heads * Features), [5, 2, 1]);
        var states = words.Steps();
        var context = contextFeatures == 0 ? null : torch.randn(3, contextFeatures);
        var positions = RotaryPositions.Of(1, 5, Features, states);
        var mask = isCausal ? AttentionMask.OfEarlier(words, context is not null) : AttentionMask.OfReal(words, context is not null);

        var result = attention.Forward(states, positions, mask, context);

        for (var sentence = 0; sentence < 3; sentence++)
        {
            for (var t = 0; t < words.Lengths[sentence]; t++)
            {
                var seen = isCausal ? t + 1 : words.Lengths[sentence];
                var expected = At(attention, states.narrow(1, sentence, 1), positions, context?.narrow(0, sentence, 1), t, seen);
                Assert.True(result[t, sentence].allclose(expected, rtol: 1e-9, atol: 1e-9), $"position {t} of sentence {sentence}");
            }
        }

        Assert.True(result.isfinite().all().item<bool>(), "padding has numbers too");
    }

    /// <summary>Head by head, from the definition.</summary>
    private static torch.Tensor At(
        SelfAttention attention, torch.Tensor states, RotaryPositions positions, torch.Tensor? context, int t, int seen)
    {
        torch.Tensor Map(string name, torch.Tensor input) => torch.nn.functional.linear(
            input, attention.get_parameter($"{name}.weight")!, attention.get_parameter($"{name}.bias")!);
        var inputs = Map("inputs", states).view(-1, 1, 3, Heads, Features);
        var queries = positions.Turn(inputs.select(2, 0));
        var (keys, values) = (positions.Turn(inputs.select(2, 1)), inputs.select(2, 2));
        var memory = context is null ? null : Map("memory", context).view(2, Heads, Features);
        var heads = new List<torch.Tensor>();
        for (var head = 0; head < Heads; head++)
        {
            torch.Tensor OfHead(torch.Tensor shown, int part)
            {
                var ofWords = shown.narrow(0, 0, seen).select(2, head).squeeze(1);
                return memory is null ? ofWords : torch.cat([memory[part, head].unsqueeze(0), ofWords], 0);
            }

            var scores = OfHead(keys, 0).matmul(queries[t, 0, head]).Times(1 / Math.Sqrt(Features));
            heads.Add(scores.softmax(0).matmul(OfHead(values, 1)));
        }

        return Map("outputs", torch.cat(heads));
    }
}
