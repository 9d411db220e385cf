using Microsoft.Extensions.AI;

namespace TextVae;

/// <summary>
/// A model as the embedding generator of Microsoft.Extensions.AI, for programs that know vectors of texts by that interface. An
/// embedding is the mean of q(z|x). The model is not disposed with it.
/// </summary>
public sealed class TextEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly TextVaeModel _model;
    private readonly string? _label;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Makes one of a model.</summary>
    /// <param name="model">The model, which others may use too.</param>
    /// <param name="label">The name of the texts' label, for a model that knows labels.</param>
    /// <exception cref="RecipeException">The model is a language model, or needs a label, or does not know this one.</exception>
    public TextEmbeddingGenerator(TextVaeModel model, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.RequireEncoding(label);
        _model = model;
        _label = label;
        _metadata = new EmbeddingGeneratorMetadata("textvae", defaultModelDimensions: model.Description.LatentSize);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The options ask for another number of dimensions than the model has.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var size = _model.Description.LatentSize;
        if (options?.Dimensions is { } dimensions && dimensions != size)
        {
            throw new ArgumentException(
                $"Embeddings of {dimensions} dimensions are asked for, and this model's have {size}. Leave the number out, or train a "
                + $"model with model.latent = {dimensions}.",
                nameof(options));
        }

        var vectors = await _model.EncodeAsync([.. values], _label, progress: null, cancellationToken).ConfigureAwait(false);
        return [.. vectors.Select(vector => new Embedding<float>(vector) { CreatedAt = DateTimeOffset.UtcNow })];
    }

    /// <summary>The model, what it is, or this; null for anything else.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        object[] services = [this, _metadata, _model, _model.Description];
        return Array.Find(services, serviceType.IsInstanceOfType);
    }

    /// <summary>Does nothing: the model is whoever's who loaded it.</summary>
    public void Dispose()
    {
    }
}
