using TextVae.Corpus;
using TextVae.Models;
using TextVae.Runs;

namespace TextVae;

/// <summary>What a loaded model is.</summary>
public sealed record ModelDescription
{
    /// <summary>Autoencoder or language model, which has no vectors.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>Numbers of a vector; 0 for a language model.</summary>
    public required int LatentSize { get; init; }

    /// <summary>The size of its vocabulary, the four specials included.</summary>
    public required int Words { get; init; }

    /// <summary>The names of the labels it knows; empty for most models.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Whether <see cref="WordScore.Attention"/> is there.</summary>
    public required bool PaysAttention { get; init; }

    /// <summary>How it cuts texts into words.</summary>
    public required TokenizerOptions Tokenizer { get; init; }

    /// <summary>All sizes and parts.</summary>
    public required ModelOptions Options { get; init; }

    /// <summary>The number of trained numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>After how many steps of training it was saved.</summary>
    public required long Step { get; init; }

    /// <summary>The hash of the dataset it was trained on.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>The SHA-256 of its weights file, in lowercase hexadecimal digits: equal vectors of equal texts come from equal weights alone.</summary>
    public required string WeightsHash { get; init; }

    internal static ModelDescription Of(TrainedModel trained) => new()
    {
        Kind = trained.Model.Options.Kind,
        LatentSize = trained.Model is VariationalAutoencoder ? trained.Model.Options.Latent : 0,
        Words = trained.Vocabulary.Count,
        Labels = trained.Labels,
        PaysAttention = trained.Model is VariationalAutoencoder { Encoder.PaysAttention: true },
        Tokenizer = trained.Tokenizer.Options,
        Options = trained.Model.Options,
        Parameters = trained.Model.ParameterCount,
        Step = trained.Step,
        DatasetHash = trained.DatasetHash,
        WeightsHash = trained.WeightsHash,
    };
}
