using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace TextVae;

/// <summary>A model as a service of a program that composes itself of services.</summary>
public static class TextVaeServices
{
    /// <summary>
    /// Adds a model, one for all who ask, as <see cref="TextVaeModel"/> and as an embedding generator. It is loaded when somebody asks for the
    /// first time, and disposed with the provider.
    /// </summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="folder">A run folder, or a model folder.</param>
    /// <param name="options">How it is served.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTextVae(this IServiceCollection services, string folder, TextVaeModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        services.AddSingleton(_ => TextVaeModel.Load(folder, options));
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            provider => new TextEmbeddingGenerator(provider.GetRequiredService<TextVaeModel>()));
        return services;
    }
}
