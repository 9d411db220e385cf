using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Tests;

/// <summary>Models and data small enough to enumerate.</summary>
internal static class Tiny
{
    /// <summary>Four specials and three words.</summary>
    public const int Words = 7;

    public static readonly ModelOptions Autoencoder = new() { Embedding = 5, Hidden = 6, Latent = 2, Heads = 3 };

    public static readonly ModelOptions Language = Autoencoder with { Kind = ModelKind.Lm };

    /// <summary>Sentences of different lengths, an empty one among them.</summary>
    public static readonly int[][] Sentences = [[4, 5, 6, 4], [5], [], [6, 6, 4], [4, 4], [6, 5, 4, 6, 5, 5]];

    /// <summary>What a model is saved with where its figures do not matter.</summary>
    public static readonly EvaluationReport Report = new() { Sentences = 1, Tokens = 2, Samples = 1, Reconstruction = 3, Kl = 4 };

    public static VariationalAutoencoder NewAutoencoder(ModelOptions? options = null, long seed = 3, int labels = 0) =>
        (VariationalAutoencoder)Sharpened(TextModel.Create(options ?? Autoencoder, Words, seed, labels));

    public static LanguageModel NewLanguageModel(ModelOptions? options = null, long seed = 3) =>
        (LanguageModel)Sharpened(TextModel.Create(options ?? Language, Words, seed));

    /// <summary>Fresh parameters make almost uniform models; larger ones make every error visible.</summary>
    private static TextModel Sharpened(TextModel model)
    {
        using var quiet = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.MultiplyInPlace(2.5);
        // It begins as N(0, I), which would hide that it is forgotten.
        foreach (var parameter in (model as VariationalAutoencoder)?.Prior?.parameters() ?? [])
            parameter.uniform_(-0.6, 0.6);
        return model;
    }

    /// <summary>How many tensors there are, once those that earlier tests have left behind are gone.</summary>
    public static long CountTensors() => CollectedTensors.Free();

    public static float[] Floats(torch.Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
