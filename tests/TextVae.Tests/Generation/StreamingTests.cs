using TextVae.Generation;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>Words as they are chosen, and decoding that is stopped.</summary>
public sealed class StreamingTests
{
    private static readonly DecodingOptions Greedy = new() { MaximumLength = 9, NoRepeatNgram = 3 };

    [Theory]
    [InlineData(DecodingStrategy.Greedy, 1)]
    [InlineData(DecodingStrategy.Sample, 1)]
    [InlineData(DecodingStrategy.Sample, 2)]
    public void The_words_are_those_of_the_text_and_the_end_is_the_last(DecodingStrategy strategy, int layers)
    {
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Layers = layers });
        using var generator = new TextGenerator(model, Greedy with { Strategy = strategy });
        var sampled = generator.Sample(4).ToArray();

        AssertAre(generator.Reconstruct([Tiny.Sentences[0]]).Single(), generator.ReconstructWords(Tiny.Sentences[0]));
        for (var text = 0; text < 4; text++)
            AssertAre(sampled[text], generator.SampleWords(text));
    }

    [Fact]
    public void Two_texts_can_be_taken_in_turn_with_other_tensors_between_them()
    {
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Layers = 2 });
        using var generator = new TextGenerator(model, Greedy with { Strategy = DecodingStrategy.Sample });
        var expected = generator.Sample(2).ToArray();

        var words = new[] { new List<int>(), new List<int>() };
        using (var first = generator.SampleWords(0).GetEnumerator())
        using (var second = generator.SampleWords(1).GetEnumerator())
        {
            for (var (goesOn, turn) = (true, 0); goesOn; turn++)
            {
                using var scope = torch.NewDisposeScope();
                _ = torch.zeros(3);
                goesOn = false;
                foreach (var (list, text) in words.Zip([first, second]))
                {
                    if (list.Count != turn || !text.MoveNext())
                        continue;
                    list.Add(text.Current.Word);
                    goesOn = true;
                }
            }
        }

        Assert.Equal(expected.Select(text => (int[])[.. text.Words, 3]), words.Select(list => list.ToArray()));
    }

    [Theory]
    [InlineData(DecodingStrategy.Beam)]
    [InlineData(DecodingStrategy.MinimumBayesRisk)]
    public void A_strategy_that_knows_only_whole_texts_gives_no_words(DecodingStrategy strategy)
    {
        using var model = Tiny.NewAutoencoder();
        using var generator = new TextGenerator(model, new DecodingOptions { Strategy = strategy });

        Assert.Equal(
            "A beam and minimum Bayes risk know no word before the text is whole. For word after word choose greedy or sample.",
            Assert.Throws<RecipeException>(() => generator.SampleWords(0)).Message);
        Assert.Throws<RecipeException>(() => generator.ReconstructWords([4]));
    }

    [Theory]
    [InlineData(DecodingStrategy.Greedy)]
    [InlineData(DecodingStrategy.Beam)]
    [InlineData(DecodingStrategy.MinimumBayesRisk)]
    public void What_is_stopped_takes_no_further_step(DecodingStrategy strategy)
    {
        using var model = Tiny.NewAutoencoder();
        var options = Decoding.Few(strategy) with { MinimumLength = 9, MaximumLength = 10 };
        using var stopping = new CancellationTokenSource();

        Decoding.With(model, torch.randn(3, 2), 3, labels: null, texts =>
        {
            using var watched = new WatchedTexts(texts, step =>
            {
                if (step == 4)
                    stopping.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => strategy switch
            {
                DecodingStrategy.Beam => BeamSearch.Decode(watched, options, stopping.Token),
                DecodingStrategy.MinimumBayesRisk => MinimumBayesRisk.Decode(watched, options, first: 0, stopping.Token),
                _ => StepwiseDecoder.Decode(watched, options, first: 0, stopping.Token),
            });
            Assert.Equal(4, watched.Steps);
            return 0;
        });
    }

    [Fact]
    public void Words_and_texts_of_a_generator_stop_too_and_it_can_be_used_again()
    {
        using var model = Tiny.NewAutoencoder();
        using var generator = new TextGenerator(model, Greedy with { MinimumLength = 5 });
        using var stopping = new CancellationTokenSource();
        var words = new List<int>();

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var word in generator.SampleWords(0, cancellation: stopping.Token))
            {
                words.Add(word.Word);
                if (words.Count == 3)
                    stopping.Cancel();
            }
        });

        Assert.Equal(generator.Sample(1).Single().Words[..3], words);
        Assert.Throws<OperationCanceledException>(() => generator.Sample(1, cancellation: stopping.Token).Single());
        Assert.Throws<OperationCanceledException>(() => generator.Reconstruct([[4]], cancellation: stopping.Token).Single());
    }

    private static void AssertAre(GeneratedText text, IEnumerable<GeneratedWord> words)
    {
        var streamed = words.ToArray();
        Assert.Equal(text.Words, streamed[..^1].Select(word => word.Word));
        Assert.Equal(text.LogProbability, streamed.Sum(word => word.LogProbability), 1e-4);
        Assert.Equal([.. text.Words.Select(_ => false), true], streamed.Select(word => word.IsEnd));
    }
}
