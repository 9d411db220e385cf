using TextVae.Models;
using TextVae.Native;
using TextVae.Networks;
using TorchSharp;
using KernelsInUse = TextVae.Tests.Networks.Kernels.Kernels;

namespace TextVae.Tests.Models;

public sealed class IncrementalDecoderTests
{
    // Vocabularies that end within a vector, a block and a range of words.
    private static readonly int[] Vocabularies = [7, 67, 300, 2100, 5000];

    public static TheoryData<CellKind, string, Precision> EveryKernel => KernelsInUse.OfEveryCell;

    [Theory]
    [MemberData(nameof(EveryKernel))]
    public void Every_step_is_that_of_the_plain_version(CellKind cell, string path, Precision precision)
    {
        foreach (var words in Vocabularies)
        {
            using var model = NewModel(cell, words);
            var z = torch.randn(11, 3);
            var expected = Walk(KernelsInUse.Plain, model, z);

            var actual = Walk(() => KernelsInUse.Fused(path, precision), model, z);

            foreach (var (plain, fused) in expected.Zip(actual))
                KernelsInUse.AssertClose(torch.tensor(plain), torch.tensor(fused), precision, $"ln p of {words} words");
        }
    }

    [Theory]
    [InlineData(CellKind.Gru, 5)]
    [InlineData(CellKind.Lstm, 19)]
    public void Tied_vectors_generate_as_in_the_plain_version(CellKind cell, int embedding)
    {
        using var model = NewModel(cell, 67, new() { Embedding = embedding, IsTied = true });
        var z = torch.randn(11, 3);

        var expected = Walk(KernelsInUse.Plain, model, z);

        var actual = Walk(() => KernelsInUse.Fused(VectorPathName, Precision.Float32), model, z);
        foreach (var (plain, fused) in expected.Zip(actual))
            KernelsInUse.AssertClose(torch.tensor(plain), torch.tensor(fused), Precision.Float32, "ln p");
        // The decoder has disposed what it held, and the model is still whole.
        Assert.All(model.parameters(), parameter => Assert.False(parameter.IsInvalid));
    }

    [Fact]
    public void Several_layers_take_the_plain_way_where_one_takes_the_kernels()
    {
        using var kernels = KernelsInUse.Fused(VectorPathName, Precision.Float32);
        using var one = NewModel(CellKind.Gru, 7);
        using var two = NewModel(CellKind.Gru, 7, new() { Layers = 2 });
        using var ofOne = IncrementalDecoder.For(one);
        using var ofTwo = IncrementalDecoder.For(two);

        Assert.IsType<FusedIncrementalDecoder>(ofOne);
        Assert.IsType<PlainIncrementalDecoder>(ofTwo);
    }

    [Theory]
    [MemberData(nameof(EveryKernel))]
    public void The_best_words_are_the_first_of_all_words_sorted(CellKind cell, string path, Precision precision)
    {
        using var kernels = KernelsInUse.Fused(path, precision);
        foreach (var words in Vocabularies)
        {
            using var model = NewModel(cell, words);
            using var decoder = IncrementalDecoder.For(model);
            using var texts = decoder.Start(model.Decoder.Start(3, torch.randn(3, 3)));
            texts.Step([0, 1, 2, 1], [2, 2, 2, 2]);
            var all = texts.LogProbabilities();
            foreach (var count in new[] { 1, 5, words })
            {
                var best = texts.Rank(count);

                for (var text = 0; text < texts.Count; text++)
                {
                    var ofText = all[(text * words)..((text + 1) * words)];
                    var found = best.Words[(text * count)..((text + 1) * count)];
                    Assert.Equal(count, found.Distinct().Count());
                    Assert.Equal(found.Select(word => ofText[word]), best.LogProbabilities[(text * count)..((text + 1) * count)]);
                    Assert.Equal(ofText.OrderDescending().Take(count), best.LogProbabilities[(text * count)..((text + 1) * count)]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryKernel))]
    public void A_single_word_has_the_probability_that_it_has_among_all(CellKind cell, string path, Precision precision)
    {
        foreach (var use in new Func<IDisposable>[] { KernelsInUse.Plain, () => KernelsInUse.Fused(path, precision) })
        {
            using var kernels = use();
            foreach (var words in Vocabularies)
            {
                using var model = NewModel(cell, words);
                using var decoder = IncrementalDecoder.For(model);
                using var texts = decoder.Start(model.Decoder.Start(3, torch.randn(3, 3)));
                texts.Step([0, 1, 2, 1], [2, 2, 2, 2]);
                var all = texts.LogProbabilities();
                foreach (var word in new[] { 0, 3, words - 1 })
                    Assert.Equal(Enumerable.Range(0, 4).Select(text => all[(text * words) + word]), texts.LogProbabilitiesOf(word));
            }
        }
    }

    [Fact]
    public void More_numbers_than_an_array_holds_are_refused_with_what_to_do()
    {
        var error = Assert.Throws<RecipeException>(() => UnfinishedTexts.Length(10_000, 250_000, 250_000));

        Assert.Equal(
            "The beam is too wide for this vocabulary: with 10000 texts at once, and 250000 of the vocabulary's 250000 words after each, a step "
            + "needs 2500000000 numbers, and an array holds at most 2147483591. Choose a narrower beam, or fewer texts at once.",
            error.Message);
        Assert.Equal(2_000_000_000, UnfinishedTexts.Length(10_000, 200_000, 250_000));
    }

    [Fact]
    public void Of_equal_words_the_one_with_the_lower_id_comes_first()
    {
        using var model = NewModel(CellKind.Gru, 5000);
        using var quiet = torch.no_grad();
        foreach (var parameter in model.Output.parameters())
            parameter.zero_();
        foreach (var use in new Func<IDisposable>[] { KernelsInUse.Plain, () => KernelsInUse.Fused(VectorPathName, Precision.Float32) })
        {
            using var kernels = use();
            using var decoder = IncrementalDecoder.For(model);
            using var texts = decoder.Start(model.Decoder.Start(2, torch.randn(2, 3)));

            var best = texts.Rank(40);

            Assert.Equal([.. Enumerable.Range(0, 40), .. Enumerable.Range(0, 40)], best.Words);
            Assert.All(best.LogProbabilities, value => Assert.Equal(-Math.Log(5000), value, 1e-5));
        }
    }

    [Fact]
    public void Far_apart_logits_neither_overflow_nor_vanish()
    {
        using var model = NewModel(CellKind.Gru, 2100);
        using var quiet = torch.no_grad();
        using (var bias = model.Output.Bias.narrow(0, 2099, 1))
            bias.FillInPlace(500);
        using var decoder = IncrementalDecoder.For(model);
        using var texts = decoder.Start(model.Decoder.Start(1, torch.randn(1, 3)));

        var best = texts.Rank(2);

        Assert.Equal(2099, best.Words[0]);
        Assert.Equal(0, best.LogProbabilities[0], 1e-4);
        Assert.InRange(best.LogProbabilities[1], -510, -480);
    }

    [Fact]
    public void A_text_does_not_depend_on_what_is_decoded_beside_it()
    {
        using var kernels = KernelsInUse.Fused(VectorPathName, Precision.Float32);
        using var model = NewModel(CellKind.Lstm, 300);
        using var scope = torch.NewDisposeScope();
        using var decoder = IncrementalDecoder.For(model);
        var z = torch.randn(200, 3);
        using var many = decoder.Start(model.Decoder.Start(200, z));
        using var one = decoder.Start(model.Decoder.Start(1, z.narrow(0, 150, 1)));
        for (var step = 0; step < 3; step++)
        {
            many.Step([.. Enumerable.Range(0, 200)], [.. Enumerable.Range(0, 200).Select(text => 4 + ((text + step) % 9))]);
            one.Step([0], [4 + ((150 + step) % 9)]);
        }

        Assert.All(
            many.LogProbabilities()[(150 * 300)..(151 * 300)].Zip(one.LogProbabilities()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static string VectorPathName => (string)KernelsInUse.All.Last().Data.Item1;

    private static TextModel NewModel(CellKind cell, int words, ModelOptions? like = null)
    {
        var options = (like ?? new() { Embedding = 5 }) with { Cell = cell, Hidden = 19, Latent = 3 };
        var model = TextModel.Create(options, words, seed: 4);
        using var quiet = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.MultiplyInPlace(3);
        return model;
    }

    /// <summary>ln p of all words after each of some steps on which texts are dropped, doubled and reordered.</summary>
    private static float[][] Walk(Func<IDisposable> use, TextModel model, torch.Tensor z)
    {
        using var kernels = use();
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var decoder = IncrementalDecoder.For(model);
        using var texts = decoder.Start(model.Decoder.Start(z.shape[0], z));
        int[][] parents = [[.. Enumerable.Range(0, 11)], [10, 3, 3, 3, 0], [4, 1, 1, 0, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, 0, 1, 2], [16]];
        var result = new List<float[]>();
        foreach (var (step, from) in parents.Index())
        {
            texts.Step(from, [.. from.Select((parent, row) => (parent + row + step) % model.Words)]);
            Assert.Equal(from.Length, texts.Count);
            result.Add(texts.LogProbabilities());
        }

        return [.. result];
    }
}
