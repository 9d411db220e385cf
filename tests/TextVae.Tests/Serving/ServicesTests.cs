using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TextVae.Models;

namespace TextVae.Tests.Serving;

/// <summary>The model by the interfaces that other programs know.</summary>
public sealed class ServicesTests : IDisposable
{
    private readonly ServedModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task An_embedding_is_the_vector_of_its_text()
    {
        await using var model = _models.Load();
        using IEmbeddingGenerator<string, Embedding<float>> generator = new TextEmbeddingGenerator(model);

        var embeddings = await generator.GenerateAsync(["a b", "c"]);

        Assert.Equal(model.Encode(["a b", "c"]), embeddings.Select(embedding => embedding.Vector.ToArray()));
        Assert.Equal(
            ("textvae", 2),
            (generator.GetRequiredService<EmbeddingGeneratorMetadata>().ProviderName, generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelDimensions));
        Assert.Same(model, generator.GetService<TextVaeModel>());
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.Null(generator.GetService<string>());
        Assert.Null(generator.GetService(typeof(TextVaeModel), "another"));
    }

    [Fact]
    public async Task Another_number_of_dimensions_is_refused()
    {
        await using var model = _models.Load();
        var generator = new TextEmbeddingGenerator(model);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 3 }));

        Assert.StartsWith(
            "Embeddings of 3 dimensions are asked for, and this model's have 2. Leave the number out, or train a model with "
            + "model.latent = 3.", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 2 }));
    }

    [Fact]
    public void A_language_model_and_a_missing_label_are_refused_at_once()
    {
        using var language = _models.Load(Tiny.Language);
        Assert.Throws<RecipeException>(() => new TextEmbeddingGenerator(language));

        using var models = new ServedModels("bad", "good");
        using var labelled = models.Load(Tiny.Autoencoder with { LabelEmbedding = 3 });
        Assert.Throws<RecipeException>(() => new TextEmbeddingGenerator(labelled));
        Assert.NotNull(new TextEmbeddingGenerator(labelled, "good"));
    }

    [Fact]
    public async Task A_program_of_services_has_one_model_and_disposes_of_it_at_its_end()
    {
        var provider = new ServiceCollection().AddTextVae(_models.Save()).BuildServiceProvider();

        var model = provider.GetRequiredService<TextVaeModel>();
        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        Assert.Same(model, generator.GetService<TextVaeModel>());
        Assert.Equal(ModelKind.Vae, model.Description.Kind);
        await provider.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => model.Encode(["a"]));
    }

    [Fact]
    public async Task Several_models_go_by_their_keys_and_one_with_labels_reads_with_the_label_that_is_named()
    {
        using var others = new ServedModels("bad", "good");
        await using var provider = new ServiceCollection().AddTextVae(_models.Save(), serviceKey: "plain")
            .AddTextVae(others.Save(Tiny.Autoencoder with { LabelEmbedding = 3 }), label: "good", serviceKey: "labelled").BuildServiceProvider();

        Assert.Null(provider.GetService<TextVaeModel>());
        Assert.Empty(provider.GetRequiredKeyedService<TextVaeModel>("plain").Description.Labels);
        var labelled = provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("labelled");
        var model = provider.GetRequiredKeyedService<TextVaeModel>("labelled");
        Assert.Equal(model.Encode(["a b"], "good")[0], (await labelled.GenerateAsync(["a b"]))[0].Vector.ToArray());
    }
}
