using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Serving;

/// <summary>Likelihoods of texts and of their words, and the way between two texts.</summary>
public sealed class ScoringTests : IDisposable
{
    private static readonly string[] Texts = ["a b c", "e", "b b a d unheard-of", ""];

    private readonly ServedModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void A_score_has_the_figures_of_an_evaluation()
    {
        using var model = _models.Load();
        var options = new ScoreOptions { Samples = 7, ImportanceSamples = 20, Seed = 5 };

        var scores = model.Score(Texts, options);
        var measured = model.Run(trained =>
        {
            using var batch = Batch.Of([.. Texts.Select(trained.WordsOf)]);
            return new Evaluator(trained.Model, new EvaluationOptions { Samples = 7, Iw = 20, Seed = 5 }).Measure(batch);
        });

        foreach (var (score, bound, text) in scores.Zip(measured, Texts))
        {
            Assert.Equal((text, bound.Tokens), (score.Text, score.Tokens));
            Assert.Equal(bound.Reconstruction, score.Reconstruction, 1e-4);
            Assert.Equal(bound.Kl, score.Kl, 1e-4);
            Assert.Equal(score.Reconstruction + score.Kl, score.NllBound);
            Assert.Equal(bound.Weighted!.NegativeLogLikelihood, score.NllIw!.Value, 1e-4);
            Assert.Equal(bound.Weighted.EffectiveSamples, score.IwEss!.Value, 1e-3);
            Assert.Equal(20, score.IwSamples);
        }

        Assert.Null(model.Score(["a"])[0].NllIw);
        Assert.Null(model.Score(["a"], new ScoreOptions { Words = false })[0].Words);
    }

    [Fact]
    public void The_surprises_of_the_words_are_what_each_costs_after_those_before_it_at_the_mean()
    {
        using var model = _models.Load();

        var scores = model.Score(Texts);

        Assert.Equal(["b", "b", "a", "d", "<unk>", "</s>"], scores[2].Words!.Select(word => word.Word));
        foreach (var score in scores)
        {
            // ln p(x_1 … x_n, end | z) of every beginning of the text; the difference of two is one word's, but for their ends.
            var (whole, next) = model.Run(trained => OfBeginnings((VariationalAutoencoder)trained.Model, trained.WordsOf(score.Text)));
            Assert.Equal(whole, score.Words!.Sum(word => word.Surprise), 1e-4);
            foreach (var (expected, word) in next.Zip(score.Words!))
                Assert.Equal(expected, word.Surprise, 1e-4);
            Assert.All(score.Words!, word => Assert.Null(word.Attention));
        }
    }

    [Fact]
    public void The_attention_paid_to_the_words_sums_to_one()
    {
        using var model = _models.Load(Tiny.Autoencoder with { Summary = SummaryKind.Attention });

        var score = model.Score(["a b c d"])[0];

        Assert.Equal(5, score.Words!.Count);
        Assert.Equal(1, score.Words.Sum(word => word.Attention!.Value), 1e-5);
        Assert.Equal(
            model.Run(trained => WordAttention.Of(trained.Model, [trained.WordsOf("a b c d")]).Single()).Select(weight => (double)weight),
            score.Words.Select(word => word.Attention!.Value));
    }

    [Fact]
    public void The_surprises_of_a_language_model_sum_to_its_exact_likelihood()
    {
        using var model = _models.Load(Tiny.Language);

        Assert.All(model.Score(Texts), score =>
        {
            Assert.Equal(0, score.Kl);
            Assert.Equal(score.NllBound, score.Words!.Sum(word => word.Surprise), 1e-4);
        });
    }

    [Fact]
    public async Task A_score_does_not_depend_on_what_is_scored_beside_it()
    {
        await using var model = _models.Load();
        var texts = ServedModels.Texts(300);
        var all = model.Score(texts);

        var callers = await Task.WhenAll(texts.Chunk(37).Select(part => Task.Run(() => model.ScoreAsync(part))));
        var streamed = await model.ScoreEachAsync(texts.ToAsyncEnumerable()).ToArrayAsync();

        foreach (var (expected, score) in all.Zip(streamed))
            Assert.Equal(expected.NllBound, score.NllBound, 1e-4);
        // Noise belongs to the place in a caller's list, so only what has none of it, or is at the same place, is the same.
        foreach (var (expected, score) in all.Zip(callers.SelectMany(scores => scores)))
        {
            Assert.Equal(expected.Kl, score.Kl, 1e-4);
            Assert.Equal(expected.Words!.Sum(word => word.Surprise), score.Words!.Sum(word => word.Surprise), 1e-4);
        }

        foreach (var (expected, score) in all.Zip(callers[0]))
            Assert.Equal(expected.NllBound, score.NllBound, 1e-4);
    }

    [Fact]
    public void A_way_begins_and_ends_with_the_reconstructions_and_tells_its_likelihoods()
    {
        using var model = _models.Load();
        var decoding = new DecodingOptions { MaximumLength = 6 };
        var options = new InterpolationOptions { Decoding = decoding, KeepDuplicates = true };

        var way = model.Interpolate("a b c", "e e d", 7, options);

        var vectors = model.Encode(["a b c", "e e d"]);
        Assert.Equal([0, 1 / 6.0, 2 / 6.0, 0.5, 4 / 6.0, 5 / 6.0, 1], way.Select(step => step.Share));
        TextVaeModelTests.AssertClose(vectors[0], way[0].Vector, 1e-5);
        TextVaeModelTests.AssertClose(vectors[1], way[^1].Vector, 1e-5);
        TextVaeModelTests.AssertClose([.. vectors[0].Zip(vectors[1], (a, b) => (a + b) / 2)], way[3].Vector, 1e-5);
        var decoded = model.Decode([.. way.Select(step => step.Vector)], decoding);
        Assert.Equal(decoded.Select(text => text.Text), way.Select(step => step.Text));
        foreach (var (text, step) in decoded.Zip(way))
        {
            Assert.Equal(text.LogProbability, step.LogProbability, 1e-4);
            Assert.Equal(model.Score([step.Text])[0].NllBound, step.NllBound, 1e-3);
        }
    }

    [Fact]
    public void A_text_that_repeats_the_one_before_it_is_left_out()
    {
        using var model = _models.Load();
        var all = new InterpolationOptions { Decoding = new DecodingOptions { MaximumLength = 3 }, KeepDuplicates = true };

        var kept = model.Interpolate("a", "b c", 60, all);
        var distinct = model.Interpolate("a", "b c", 60, all with { KeepDuplicates = false });

        Assert.Equal(60, kept.Length);
        Assert.InRange(distinct.Length, 1, 59);
        Assert.Equal(
            kept.Where((step, i) => i == 0 || step.Text != kept[i - 1].Text).Select(step => (step.Share, step.Text)),
            distinct.Select(step => (step.Share, step.Text)));
    }

    [Fact]
    public void Options_that_are_not_allowed_are_all_named()
    {
        using var model = _models.Load();

        Assert.Equal(
            "The samples are 0; they have to be between 1 and 100000. The importance samples are -1; they have to be between 0 and "
            + "10000000.",
            Assert.Throws<RecipeException>(() => model.Score(["a"], new ScoreOptions { Samples = 0, ImportanceSamples = -1 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Interpolate("a", "b", 1));
    }

    /// <summary>−ln p(x|z) of a text at its mean, and −ln p of each of its tokens, word by word from the decoder's steps.</summary>
    private static (double Whole, double[] Tokens) OfBeginnings(VariationalAutoencoder model, int[] words)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var batch = Batch.Of([words]);
        var z = model.Encode(batch).Mu;
        using var decoder = IncrementalDecoder.For(model);
        using var text = decoder.Start(model.Start(1, z));
        var tokens = new List<double>();
        foreach (var (read, predicted) in words.Prepend(Vocabulary.Start).Zip(words.Append(Vocabulary.End)))
        {
            text.Step([0], [read]);
            tokens.Add(-text.LogProbabilities()[predicted]);
        }

        return (Tiny.Floats(model.Reconstruction(batch, z))[0], [.. tokens]);
    }
}
