using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace TextVae;

/// <summary>A model as a service of a program that composes itself of services.</summary>
public static class TextVaeServices
{
    /// <summary>
    /// Adds a model, one for all who ask, as <see cref="TextVaeModel"/> and as an embedding generator. It is loaded when somebody asks for the
    /// first time, and disposed with the provider. Whoever asks then gets what <see cref="TextVaeModel.Load"/> throws, and of the generator what
    /// its constructor throws: a language model has none.
    /// </summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="folder">A run folder, or a model folder.</param>
    /// <param name="options">How it is served.</param>
    /// <param name="label">The name of the label that the generator reads texts with, for a model that knows labels.</param>
    /// <param name="serviceKey">The key that both go by, for programs with several models; null for none.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTextVae(
        this IServiceCollection services, string folder, TextVaeModelOptions? options = null, string? label = null, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        // A key of null is none.
        services.AddKeyedSingleton(serviceKey, (_, _) => TextVaeModel.Load(folder, options));
        services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            serviceKey, (provider, _) => new TextEmbeddingGenerator(provider.GetRequiredKeyedService<TextVaeModel>(serviceKey), label));
        return services;
    }
}
