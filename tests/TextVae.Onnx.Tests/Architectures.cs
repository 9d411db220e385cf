using TextVae.Models;
using TextVae.Networks;
using TextVae.Tests;

namespace TextVae.Onnx.Tests;

/// <summary>Every kind of model that there is a graph for, each part at least once with each other that it meets.</summary>
internal static class Architectures
{
    private static readonly ModelOptions Vae = Tiny.Autoencoder;

    private static readonly ModelOptions Lm = Tiny.Language;

    public static readonly IReadOnlyDictionary<string, ModelOptions> Autoencoders = new Dictionary<string, ModelOptions>
    {
        ["bidirectional GRU, mean"] = Vae,
        ["bidirectional GRU, last"] = Vae with { Summary = SummaryKind.Last },
        ["bidirectional GRU, max"] = Vae with { Summary = SummaryKind.Max },
        ["bidirectional GRU, attention of words"] = Vae with { Summary = SummaryKind.Attention },
        ["bidirectional GRU, attention of features"] = Vae with { Summary = SummaryKind.Attention, Attention = AttentionKind.Feature },
        ["bidirectional GRU of three layers, last"] = Vae with { Layers = 3, Summary = SummaryKind.Last },
        ["bidirectional LSTM, mean"] = Vae with { Cell = CellKind.Lstm },
        ["bidirectional LSTM of two layers, last"] = Vae with { Cell = CellKind.Lstm, Layers = 2, Summary = SummaryKind.Last },
        ["bidirectional LSTM with labels, attention"] = Vae with { Cell = CellKind.Lstm, LabelEmbedding = 3, Summary = SummaryKind.Attention },
        ["unidirectional GRU, last"] = Vae with { Encoder = EncoderKind.Unidirectional, Summary = SummaryKind.Last },
        ["unidirectional GRU with labels, mean"] = Vae with { Encoder = EncoderKind.Unidirectional, LabelEmbedding = 2 },
        ["unidirectional LSTM of two layers, max"] =
            Vae with { Encoder = EncoderKind.Unidirectional, Cell = CellKind.Lstm, Layers = 2, Summary = SummaryKind.Max },
        ["convolutional, mean"] = Vae with { Encoder = EncoderKind.Convolutional },
        ["convolutional, max"] = Vae with { Encoder = EncoderKind.Convolutional, Summary = SummaryKind.Max },
        ["convolutional, attention of words"] = Vae with { Encoder = EncoderKind.Convolutional, Summary = SummaryKind.Attention },
        ["convolutional with labels, attention of features"] = Vae with
        {
            Encoder = EncoderKind.Convolutional,
            LabelEmbedding = 2,
            Summary = SummaryKind.Attention,
            Attention = AttentionKind.Feature,
        },
        ["normalised means"] = Vae with { Posterior = PosteriorKind.BatchNorm, PosteriorScale = 0.7 },
        ["bounded variances"] = Vae with { Posterior = PosteriorKind.Delta, Delta = 0.5 },
        ["learnt prior"] = Vae with { Prior = PriorKind.Learned },
        ["skip"] = Vae with { HasSkip = true },
        ["skip, LSTM of two layers with labels"] = Vae with { HasSkip = true, Cell = CellKind.Lstm, Layers = 2, LabelEmbedding = 2 },
        ["tied through a map"] = Vae with { IsTied = true },
        ["tied without a map"] = Vae with { IsTied = true, Embedding = 6 },
        ["with networks of training alone"] = Vae with { HasInformationNetwork = true, HasBagOfWords = true, HasLabelPredictor = true },
    };

    public static readonly IReadOnlyDictionary<string, ModelOptions> LanguageModels = new Dictionary<string, ModelOptions>
    {
        ["language model, GRU"] = Lm,
        ["language model, LSTM of two layers"] = Lm with { Cell = CellKind.Lstm, Layers = 2 },
        ["language model, GRU of two layers with labels"] = Lm with { Layers = 2, LabelEmbedding = 3 },
        ["language model, tied"] = Lm with { IsTied = true },
    };
}
