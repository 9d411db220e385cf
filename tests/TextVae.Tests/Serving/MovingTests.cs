using TextVae.Generation;

namespace TextVae.Tests.Serving;

/// <summary>Texts that are moved, added up and surrounded are what the definitions say of their vectors.</summary>
public sealed class MovingTests : IDisposable
{
    private static readonly DecodingOptions Short = new() { MaximumLength = 6 };

    private readonly TemporaryFolder _folder = new();
    private readonly ServedModels _models = new();

    public void Dispose()
    {
        _models.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_attribute_is_the_difference_of_the_means_and_is_the_same_when_it_is_read_again()
    {
        using var model = _models.Load();
        var (from, to) = (ServedModels.Texts(30, seed: 1), ServedModels.Texts(50, seed: 2));

        var attribute = model.AttributeVectorOf(from, to, ("bad", "good"));

        var (first, last) = (model.Encode(from), model.Encode(to));
        for (var i = 0; i < attribute.Vector.Length; i++)
            Assert.Equal(last.Average(vector => (double)vector[i]) - first.Average(vector => (double)vector[i]), attribute.Vector[i], 1e-5);
        Assert.Equal(("bad", "good", 30L, 50L), (attribute.From, attribute.To, attribute.FromTexts, attribute.ToTexts));
        attribute.Save(_folder["attribute.json"]);
        var again = AttributeVector.Load(_folder["attribute.json"]);
        Assert.Equal(attribute.Vector, again.Vector);
        Assert.Equal(attribute with { Vector = again.Vector }, again);
    }

    [Fact]
    public void A_transferred_text_is_the_mean_and_so_much_of_the_attribute_decoded()
    {
        using var model = _models.Load();
        var texts = ServedModels.Texts(70);
        var attribute = model.AttributeVectorOf(["a a a"], ["e e"], ("a", "e"));

        var moved = model.Encode(texts).Select(vector => vector.Zip(attribute.Vector, (z, way) => (float)(z + (2.5 * way))).ToArray());

        Assert.Equal(Texts(model.Decode([.. moved], Short)), Texts(model.Transfer(texts, attribute, 2.5, Short)));
        Assert.Equal(Texts(model.Reconstruct(texts, Short)), Texts(model.Transfer(texts, attribute, 0, Short)));
        // From the mean of the one kind to that of the other: here each is a single text.
        Assert.Equal(Texts(model.Reconstruct(["e e"], Short)), Texts(model.Transfer(["a a a"], attribute, 1, Short)));
        Assert.Equal(Texts(model.Reconstruct(["a a a"], Short)), Texts(model.Transfer(["e e"], attribute, -1, Short)));
    }

    [Fact]
    public void An_attribute_of_another_model_and_one_that_is_damaged_are_refused()
    {
        // The same sizes, data and step, and other weights.
        using var otherModels = new ServedModels { Seed = 77 };
        using var model = _models.Load();
        using var other = otherModels.Load();
        var attribute = model.AttributeVectorOf(["a"], ["e"], ("a", "e"));

        var refusal = Assert.Throws<RecipeException>(() => model.Transfer(["a"], other.AttributeVectorOf(["a"], ["e"], ("a", "e"))));
        Assert.Equal(
            "The attribute vector from 'a' to 'e' has 2 numbers and was made with another model, of step 7; this one has vectors of 2 numbers "
            + "and is of step 7. Make it anew with this model.", refusal.Message);
        Assert.Throws<RecipeException>(() => model.Transfer(["a"], attribute with { Vector = [1] }));
        Assert.Throws<ArgumentException>(() => model.Transfer(["a"], attribute, double.NaN));
        Assert.Throws<ArgumentException>(() => model.AttributeVectorOf([], ["e"], ("a", "e")));
        foreach (var content in new[] { "{}", "null", "{\"from\":\"a\"", "[]" })
        {
            _folder.Write("damaged.json", content);
            var damage = Assert.Throws<DataException>(() => AttributeVector.Load(_folder["damaged.json"]));
            Assert.StartsWith($"'{_folder["damaged.json"]}' cannot be read as an attribute vector: ", damage.Message, StringComparison.Ordinal);
        }

        Assert.Throws<DataException>(() => AttributeVector.Load(_folder["missing.json"]));
    }

    [Fact]
    public void A_sum_of_texts_is_the_sum_of_their_vectors_decoded()
    {
        using var model = _models.Load();
        var vectors = model.Encode(["a b", "c", "d e"]);

        var sum = model.Combine([(1, "a b"), (-0.5, "c"), (2, "d e")], Short);

        for (var i = 0; i < sum.Vector.Length; i++)
            Assert.Equal(vectors[0][i] - (0.5 * vectors[1][i]) + (2.0 * vectors[2][i]), sum.Vector[i], 1e-5);
        var decoded = model.Decode([sum.Vector], Short)[0];
        Assert.Equal((decoded.Text, decoded.LogProbability), (sum.Text, sum.LogProbability));
        Assert.Equal(model.Score([sum.Text])[0].NllBound, sum.NllBound, 1e-3);
        Assert.Equal(model.Reconstruct(["c"], Short)[0].Text, model.Combine([(1, "a b"), (-1, "a b"), (1, "c")], Short).Text);
        Assert.Throws<ArgumentException>(() => model.Combine([]));
        Assert.Throws<ArgumentException>(() => model.Combine([(double.NaN, "a")]));
    }

    [Fact]
    public async Task Samples_near_a_text_come_from_so_much_of_its_posterior()
    {
        await using var model = _models.Load();
        var posterior = model.Posteriors(["a b c"])[0];
        var options = new DecodingOptions { Strategy = DecodingStrategy.Greedy, MaximumLength = 6, Seed = 4 };

        var found = await model.SampleNearEachAsync("a b c", 200, 3, options).ToArrayAsync(TestContext.Current.CancellationToken);
        var fewer = await model.SampleNearEachAsync("a b c", 5, 3, options).ToArrayAsync(TestContext.Current.CancellationToken);
        var middle = await model.SampleNearEachAsync("a b c", 3, 0, options).ToArrayAsync(TestContext.Current.CancellationToken);

        var vectors = Enumerable.Range(0, 200).Select(i => posterior.Sample(new RandomStream(4, i, 0), 3)).ToArray();
        Assert.Equal(Texts(model.Decode(vectors, options)), Texts(found));
        Assert.Equal(Texts(found[..5]), Texts(fewer));
        Assert.All(middle, text => Assert.Equal(model.Reconstruct(["a b c"], options)[0].Text, text.Text));
        // The draws have three times the deviation of q(z|x).
        for (var i = 0; i < posterior.Mean.Length; i++)
        {
            var deviation = Math.Sqrt(vectors.Average(z => Math.Pow(z[i] - posterior.Mean[i], 2)));
            Assert.Equal(3, deviation / Math.Exp(0.5 * posterior.LogVariance[i]), 0.5);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => model.SampleNearEachAsync("a", 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SampleNearEachAsync("a", -1));
    }

    [Fact]
    public async Task Variations_of_many_texts_are_draws_from_so_much_of_the_posterior_of_each()
    {
        await using var model = _models.Load();
        var texts = ServedModels.Texts(70);
        var options = new DecodingOptions { Strategy = DecodingStrategy.Greedy, MaximumLength = 5, Seed = 6 };

        var found = await model.VariationsEachAsync(texts.Select(text => new TextItem(text)).ToAsyncEnumerable(), 3, 2, options)
            .ToArrayAsync(TestContext.Current.CancellationToken);

        var vectors = model.Posteriors(texts).SelectMany((posterior, place) =>
            Enumerable.Range(0, 3).Select(draw => posterior.Sample(new RandomStream(6, place, draw, 2), 2))).ToArray();
        Assert.All(found, variations => Assert.Equal(3, variations.Length));
        Assert.Equal(Texts(model.Decode(vectors, options)), Texts([.. found.SelectMany(variations => variations)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.VariationsEachAsync(AsyncEnumerable.Empty<TextItem>(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.VariationsEachAsync(AsyncEnumerable.Empty<TextItem>(), 1, double.NaN));
    }

    [Fact]
    public async Task Variations_are_written_under_the_label_of_their_own_text()
    {
        using var models = new ServedModels("up", "down");
        await using var model = models.Load(Tiny.Autoencoder with { LabelEmbedding = 3 });
        TextItem[] items = [.. ServedModels.Texts(40).Select((text, i) => new TextItem(text) { Label = i % 3 == 0 ? "up" : "down" })];
        var options = new DecodingOptions { Strategy = DecodingStrategy.Greedy, MaximumLength = 5 };

        var varied = model.VariationsEachAsync(items.ToAsyncEnumerable(), 2, 0, options);
        _ = await varied.FirstAsync(TestContext.Current.CancellationToken);
        // They begin anew for whoever enumerates, where another has left midway.
        var found = await varied.ToArrayAsync(TestContext.Current.CancellationToken);

        // Without a radius they are the reconstructions.
        foreach (var (item, variations) in items.Zip(found))
        {
            var expected = model.Reconstruct([item.Text], options, item.Label)[0].Text;
            Assert.Equal([expected, expected], Texts(variations));
        }
    }

    [Fact]
    public void A_language_model_moves_no_texts()
    {
        using var model = _models.Load(Tiny.Language);

        foreach (var move in new Action[]
        {
            () => model.AttributeVectorOf(["a"], ["b"], ("a", "b")), () => model.Combine([(1, "a")]), () => model.SampleNearEachAsync("a", 1),
        })
            Assert.StartsWith("This model is a language model: it has no latent vector", Assert.Throws<RecipeException>(move).Message, StringComparison.Ordinal);
    }

    private static string[] Texts(DecodedText[] texts) => Array.ConvertAll(texts, text => text.Text);
}
