using TextVae.Networks;
using TorchSharp;
using Transformer = TextVae.Networks.Transformer;

namespace TextVae.Tests.Networks;

public sealed class TransformerTests
{
    private static readonly TransformerSizes Sizes =
        new(Layers: 3, Inputs: 5, Context: 2, Hidden: 12, Heads: 3, FeedForward: 10, Dropout: 0);

    public static TheoryData<bool, int> Kinds => new() { { true, 0 }, { true, 2 }, { false, 0 }, { false, 2 } };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void No_state_of_a_causal_one_knows_later_words(int contextFeatures)
    {
        using var quiet = torch.no_grad();
        using var transformer = New(isCausal: true, contextFeatures);
        var context = contextFeatures == 0 ? null : torch.randn(1, contextFeatures);
        var steps = torch.randn(6, 1, 5);
        var before = transformer.Forward(SequenceInputs.OfSteps(steps), context);
        for (var changed = 0; changed < 6; changed++)
        {
            var others = steps.clone();
            others[changed] = torch.randn(1, 5);

            var after = transformer.Forward(SequenceInputs.OfSteps(others), context);

            Assert.True(before.narrow(0, 0, changed).allclose(after.narrow(0, 0, changed), rtol: 0, atol: 0), $"word {changed}");
            for (var t = changed; t < 6; t++)
                Assert.False(before[t].allclose(after[t], rtol: 1e-4, atol: 1e-4), $"word {changed} at {t}");
        }
    }

    [Fact]
    public void Each_state_of_another_one_knows_every_word()
    {
        using var quiet = torch.no_grad();
        using var transformer = New(isCausal: false, contextFeatures: 0);
        var steps = torch.randn(4, 1, 5);
        var before = transformer.Forward(SequenceInputs.OfSteps(steps));
        for (var changed = 0; changed < 4; changed++)
        {
            var others = steps.clone();
            others[changed] = torch.randn(1, 5);
            var after = transformer.Forward(SequenceInputs.OfSteps(others));
            for (var t = 0; t < 4; t++)
                Assert.False(before[t].allclose(after[t], rtol: 1e-4, atol: 1e-4), $"word {changed} at {t}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_words_in_another_order_have_other_states(bool isCausal, int contextFeatures)
    {
        using var quiet = torch.no_grad();
        using var transformer = New(isCausal, contextFeatures);
        var context = contextFeatures == 0 ? null : torch.randn(1, contextFeatures);
        var steps = torch.randn(3, 1, 5);

        var state = transformer.Forward(SequenceInputs.OfSteps(steps), context)[2];

        var turned = steps.index_select(0, torch.tensor(new long[] { 1, 0, 2 }));
        Assert.False(state.allclose(transformer.Forward(SequenceInputs.OfSteps(turned), context)[2], rtol: 1e-3, atol: 1e-3));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Neither_padding_nor_a_batch_mate_changes_a_state_or_has_one(bool isCausal, int contextFeatures)
    {
        using var quiet = torch.no_grad();
        using var transformer = New(isCausal, contextFeatures);
        int[] lengths = [1, 7, 3];
        var context = contextFeatures == 0 ? null : torch.randn(3, contextFeatures);
        var steps = torch.randn(7, 3, 5);

        var together = transformer.Forward(SequenceInputs.OfSteps(steps, lengths), context);

        foreach (var (sentence, length) in lengths.Index())
        {
            var own = steps.narrow(1, sentence, 1).narrow(0, 0, length);
            var alone = transformer.Forward(SequenceInputs.OfSteps(own), context?.narrow(0, sentence, 1));
            Assert.True(together.narrow(1, sentence, 1).narrow(0, 0, length).allclose(alone, rtol: 1e-4, atol: 1e-5));
            Assert.Equal(0, together.narrow(1, sentence, 1).narrow(0, length, 7 - length).abs().sum().ToDouble());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Words_one_by_one_are_the_whole_run(int contextFeatures)
    {
        using var quiet = torch.no_grad();
        using var transformer = New(isCausal: true, contextFeatures);
        var context = contextFeatures == 0 ? null : torch.randn(4, contextFeatures);
        var steps = torch.randn(9, 4, 5);
        var whole = transformer.Forward(SequenceInputs.OfSteps(steps), context);

        var state = transformer.Start(4, context);
        Assert.All(Tiny.Floats(state.Hidden), number => Assert.Equal(0, number));
        for (var t = 0; t < 9; t++)
        {
            state = transformer.Step(steps[t], state, context);
            Assert.True(state.Hidden.allclose(whole[t], rtol: 1e-4, atol: 1e-5), $"word {t}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_agree_with_finite_differences_where_there_is_padding(bool isCausal, int contextFeatures)
    {
        using var precise = new DoublePrecision();
        using var transformer = New(isCausal, contextFeatures, Sizes with { Layers = 2, Inputs = 2, Hidden = 4, Heads = 2, FeedForward = 3 });
        var steps = new TorchSharp.Modules.Parameter(torch.randn(4, 3, 2));
        var context = new TorchSharp.Modules.Parameter(torch.randn(3, 2));
        var weights = torch.randn(4, 3, 4);

        GradientCheck.Check(
            [.. transformer.named_parameters(), ("steps", steps), ("context", context)],
            () => (transformer.Forward(
                SequenceInputs.OfSteps(steps, [2, 4, 1]), contextFeatures == 0 ? null : context) * weights).sum());
    }

    [Fact]
    public void The_context_is_added_and_attended_to_in_every_layer()
    {
        using var transformer = New(isCausal: true, contextFeatures: 2);
        transformer.Forward(SequenceInputs.OfSteps(torch.randn(3, 1, 5)), torch.randn(1, 2)).sin().sum().backward();

        foreach (var layer in new[] { "layer", "layer_2", "layer_3" })
        {
            foreach (var map in new[] { $"{layer}.context", $"{layer}.attention.memory" })
            {
                var gradient = transformer.get_parameter($"{map}.weight")!.grad!;
                // The keys' part of the memory and the values' part each have one.
                Assert.All(
                    gradient.chunk(map.EndsWith("memory", StringComparison.Ordinal) ? 2 : 1, 0),
                    part => Assert.True(part.abs().max().ToDouble() > 1e-6, map));
            }
        }
    }

    [Fact]
    public void Dropout_takes_of_what_the_layers_add_in_training_alone()
    {
        using var quiet = torch.no_grad();
        using var transformer = New(isCausal: true, contextFeatures: 0, Sizes with { Dropout = 0.5 });
        var words = SequenceInputs.OfSteps(torch.randn(3, 2, 5));
        var whole = Tiny.Floats(transformer.Forward(words));

        transformer.train();

        var dropped = Tiny.Floats(transformer.Forward(words));
        Assert.NotEqual(whole, dropped);
        Assert.NotEqual(dropped, Tiny.Floats(transformer.Forward(words)));
        transformer.eval();
        Assert.Equal(whole, Tiny.Floats(transformer.Forward(words)));
    }

    [Fact]
    public void A_context_that_is_not_wanted_missing_or_of_another_size_is_refused()
    {
        using var with = New(isCausal: true, contextFeatures: 2);
        using var without = New(isCausal: true, contextFeatures: 0);
        var words = SequenceInputs.OfSteps(torch.randn(3, 4, 5));

        Assert.Equal(
            "This Transformer wants a context of 2 features. (Parameter 'context')",
            Assert.Throws<ArgumentException>(() => with.Forward(words)).Message);
        Assert.Equal(
            "This Transformer wants a context of 0 features. (Parameter 'context')",
            Assert.Throws<ArgumentException>(() => without.Start(4, torch.zeros(4, 2))).Message);
        Assert.Equal(
            "A context of [4, 2] is wanted, and this is one of [1, 2]. (Parameter 'context')",
            Assert.Throws<ArgumentException>(() => with.Forward(words, torch.zeros(1, 2))).Message);
    }

    private static Transformer New(bool isCausal, int contextFeatures, TransformerSizes? sizes = null)
    {
        torch.random.manual_seed(3);
        var transformer = new Transformer((sizes ?? Sizes) with { Context = contextFeatures }, isCausal);
        transformer.eval();
        using var quiet = torch.no_grad();
        // Biases of zero and scales of one would hide some mistakes.
        foreach (var parameter in transformer.parameters())
            parameter.AddInPlace(torch.randn(parameter.shape).Times(0.3));
        return transformer;
    }
}
