using TextVae.Batches;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Networks;

namespace TextVae.Tests.Serving;

/// <summary>What the simple API says is what the network says.</summary>
public sealed class TextVaeModelTests : IDisposable
{
    private readonly ServedModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void A_vector_is_the_mean_of_the_posterior_whatever_stands_beside_it()
    {
        using var model = _models.Load();
        string[] texts = [.. ServedModels.Texts(200), "", "unheard-of words"];

        var posteriors = model.Posteriors(texts);
        var vectors = model.Encode(texts);

        foreach (var (text, posterior) in texts.Zip(posteriors))
        {
            var (mu, logVariance) = model.Run(trained =>
            {
                using var batch = Batch.Of([trained.WordsOf(text)]);
                var alone = ((VariationalAutoencoder)trained.Model).Encode(batch);
                using (alone.Mu)
                using (alone.LogVariance)
                    return (Tiny.Floats(alone.Mu), Tiny.Floats(alone.LogVariance));
            });
            AssertClose(mu, posterior.Mean, 1e-5);
            AssertClose(logVariance, posterior.LogVariance, 1e-5);
        }

        Assert.Equal(posteriors.Select(posterior => posterior.Mean), vectors);
        Assert.All(vectors, vector => Assert.Equal(model.Description.LatentSize, vector.Length));
    }

    [Fact]
    public async Task Ten_thousand_texts_of_eight_callers_have_the_vectors_that_they_have_alone()
    {
        await using var model = _models.Load(serving: new() { Queue = 4 });
        var texts = ServedModels.Texts(10_000);
        var one = await model.EncodeAsync(texts);

        var callers = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            // Parts of odd sizes, so that pieces of several callers are computed together.
            var vectors = new List<float[]>();
            foreach (var part in texts.Skip(caller * 1250).Take(1250).Chunk(7 + caller))
                vectors.AddRange(await model.EncodeAsync(part));
            return vectors;
        })));

        foreach (var (alone, together) in one.Zip(callers.SelectMany(vectors => vectors), (a, b) => (a, b)))
            AssertClose(alone, together, 1e-5);
        Assert.Equal(10_000, callers.Sum(vectors => vectors.Count));
    }

    [Theory]
    [InlineData(DecodingStrategy.Greedy)]
    [InlineData(DecodingStrategy.Beam)]
    [InlineData(DecodingStrategy.Sample)]
    public void Decoding_what_was_encoded_is_reconstructing(DecodingStrategy strategy)
    {
        using var model = _models.Load();
        var texts = ServedModels.Texts(250);
        // The model is nearly sure of each word, so draws differ only when it is hot.
        var options = new DecodingOptions { Strategy = strategy, Temperature = strategy == DecodingStrategy.Sample ? 8 : 1, MaximumLength = 6, Seed = 9 };

        var reconstructed = model.Reconstruct(texts, options);
        var decoded = model.Decode(model.Encode(texts), options);
        var plain = model.Run(trained =>
        {
            using var generator = new TextGenerator(trained.Model, options);
            return generator.Reconstruct(texts.Select(trained.WordsOf)).Select(found => (trained.TextOf(found.Words), found.LogProbability)).ToArray();
        });

        foreach (var ((text, logProbability), (first, second)) in plain.Zip(reconstructed.Zip(decoded)))
        {
            Assert.Equal((text, text), (first.Text, second.Text));
            Assert.Equal(logProbability, first.LogProbability, 1e-3);
            Assert.Equal(logProbability, second.LogProbability, 1e-3);
        }

        if (strategy == DecodingStrategy.Sample)
            Assert.True(plain.Select(found => found.Item1).Distinct().Count() > 20);
        Assert.All(decoded, text => Assert.Equal(text.LogProbability, Assert.Single(text.Hypotheses).LogProbability));
    }

    [Fact]
    public void A_beam_gives_as_many_texts_as_it_is_asked_for()
    {
        using var model = _models.Load();
        var options = new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = 4, Hypotheses = 3, MaximumLength = 5 };

        var found = model.Reconstruct(["a b c"], options)[0];

        Assert.Equal(3, found.Hypotheses.Select(text => text.Text).Distinct().Count());
        Assert.Equal((found.Text, found.LogProbability), (found.Hypotheses[0].Text, found.Hypotheses[0].LogProbability));
    }

    [Theory]
    [InlineData(ModelKind.Vae)]
    [InlineData(ModelKind.Lm)]
    public async Task A_sample_is_the_same_however_many_are_drawn_and_however_they_come(ModelKind kind)
    {
        await using var model = _models.Load(Tiny.Autoencoder with { Kind = kind });
        var options = new DecodingOptions { Strategy = DecodingStrategy.Sample, MaximumLength = 8, Seed = 3 };

        var all = model.Sample(400, options);
        var few = model.Sample(5, options);
        var streamed = await model.SampleEachAsync(400, options).ToArrayAsync();
        var plain = model.Run(trained =>
        {
            using var generator = new TextGenerator(trained.Model, options);
            return generator.Sample(400).Select(found => trained.TextOf(found.Words)).ToArray();
        });

        Assert.Equal(plain, all.Select(text => text.Text));
        Assert.Equal(plain[..5], few.Select(text => text.Text));
        Assert.Equal(plain, streamed.Select(text => text.Text));
    }

    [Fact]
    public void Without_options_samples_are_drawn_and_not_all_the_same_text()
    {
        using var model = _models.Load();

        Assert.True(model.Sample(20).Select(text => text.Text).Distinct().Count() > 10);
        Assert.Empty(model.Sample(0));
    }

    [Fact]
    public void A_drawn_vector_has_the_moments_of_its_posterior()
    {
        using var model = _models.Load();
        var posterior = model.Posteriors(["a b"])[0];

        var random = new RandomStream(1);
        var draws = Enumerable.Range(0, 20_000).Select(_ => posterior.Sample(random)).ToArray();

        for (var i = 0; i < posterior.Mean.Length; i++)
        {
            var mean = draws.Average(draw => draw[i]);
            Assert.Equal(posterior.Mean[i], mean, 0.05);
            Assert.Equal(Math.Exp(posterior.LogVariance[i]), draws.Average(draw => Math.Pow(draw[i] - mean, 2)), 0.05);
        }
    }

    [Fact]
    public void A_model_with_labels_asks_for_one_and_reads_and_writes_with_it()
    {
        using var models = new ServedModels("bad", "good");
        using var model = models.Load(Tiny.Autoencoder with { LabelEmbedding = 3 });

        Assert.Equal(["bad", "good"], model.Description.Labels);
        Assert.NotEqual(model.Encode(["a b"], "bad")[0], model.Encode(["a b"], "good")[0]);
        Assert.NotEqual(model.Score(["a b"], label: "bad")[0].NllBound, model.Score(["a b"], label: "good")[0].NllBound);
        var hot = new DecodingOptions { Temperature = 3, MaximumLength = 8 };
        Assert.Equal(Texts(model.Sample(9, hot, label: "good")), Texts(model.Sample(9, hot with { Label = 1 })));
        Assert.NotEqual(Texts(model.Sample(9, hot, label: "bad")), Texts(model.Sample(9, hot with { Label = 1 })));
        // What is read under one label may be written under another.
        Assert.Equal(Texts(model.Decode(model.Encode(["a b"], "bad"), label: "good")), Texts(model.Reconstruct(["a b"], new() { Label = 1 }, "bad")));
        Assert.Equal(Texts(model.Decode([[1, 1]], label: "good")), Texts(model.Decode([[1, 1]], new() { Label = 1 }, "bad")));
        Assert.Equal(
            "The options name the label 2; those of this model are 0 to 1: bad, good.",
            Assert.Throws<RecipeException>(() => model.Sample(1, new DecodingOptions { Label = 2 })).Message);
        const string refusal = "This model reads and writes every text together with its label. Give one: bad, good.";
        Assert.Equal(refusal, Assert.Throws<RecipeException>(() => model.Encode(["a b"])).Message);
        Assert.Equal(refusal, Assert.Throws<RecipeException>(() => model.Sample(1)).Message);
        Assert.Equal(
            "'fine' is no label of this model. It knows bad, good.",
            Assert.Throws<RecipeException>(() => model.Decode([[0, 0]], label: "fine")).Message);
    }

    [Fact]
    public void A_language_model_samples_and_scores_and_says_what_it_cannot()
    {
        using var model = _models.Load(Tiny.Language);

        Assert.Equal((ModelKind.Lm, 0), (model.Description.Kind, model.Description.LatentSize));
        Assert.Equal(
            "This model is a language model: it has no latent vector, so it cannot encode. Use a model of kind \"vae\"; sampling and "
            + "scoring work with both.",
            Assert.Throws<RecipeException>(() => model.Encode(["a"])).Message);
        Assert.Throws<RecipeException>(() => model.Decode([[0, 0]]));
        Assert.Throws<RecipeException>(() => model.Reconstruct(["a"]));
        Assert.Throws<RecipeException>(() => model.Interpolate("a", "b", 3));
    }

    [Fact]
    public void A_vector_that_is_none_of_the_model_is_named()
    {
        using var model = _models.Load();

        Assert.Equal(
            "Vector 2 has 3 numbers; those of this model have 2. (Parameter 'vector')",
            Assert.Throws<ArgumentException>(() => model.Decode([[0, 0], [1, 2, 3]])).Message);
        Assert.Equal(
            "Vector 1 has a number that is not finite. (Parameter 'vector')",
            Assert.Throws<ArgumentException>(() => model.Decode([[0, float.NaN]])).Message);
    }

    [Fact]
    public void The_description_is_that_of_the_folder()
    {
        using var model = _models.Load(Tiny.Autoencoder with { Summary = SummaryKind.Attention });

        var description = model.Description;

        Assert.Equal((ModelKind.Vae, 2, 7L), (description.Kind, description.LatentSize, description.Step));
        Assert.Equal(_models.Data.Dataset.Vocabulary.Count, description.Words);
        Assert.True(description.PaysAttention);
        Assert.Equal(_models.Data.Dataset.Info.Hash, description.DatasetHash);
        Assert.Equal(model.Run(trained => trained.Model.ParameterCount), description.Parameters);
    }

    [Fact]
    public void Options_that_choose_no_strategy_leave_each_method_its_own()
    {
        using var model = _models.Load();
        var hot = new DecodingOptions { Temperature = 6, MaximumLength = 6, Seed = 7 };
        var longest = new DecodingOptions { MaximumLength = 6 };

        Assert.Equal(
            Texts(model.Sample(20, hot with { Strategy = DecodingStrategy.Sample })), Texts(model.Sample(20, hot)));
        Assert.Equal(
            Texts(model.Sample(20, longest with { Strategy = DecodingStrategy.Sample })), Texts(model.Sample(20, longest)));
        Assert.Equal(
            Texts(model.Reconstruct(["a b"], longest with { Strategy = DecodingStrategy.Greedy })), Texts(model.Reconstruct(["a b"], longest)));
        Assert.Equal(
            model.Combine([(1, "a b")], longest with { Strategy = DecodingStrategy.Beam }).Text, model.Combine([(1, "a b")], longest).Text);
        Assert.Equal(
            "The options name the label 1, and this model was trained without labels.",
            Assert.Throws<RecipeException>(() => model.Sample(1, new DecodingOptions { Label = 1 })).Message);
    }

    private static string[] Texts(DecodedText[] texts) => Array.ConvertAll(texts, text => text.Text);

    internal static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
