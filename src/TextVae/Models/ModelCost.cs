using TextVae.Networks;

namespace TextVae.Models;

/// <summary>
/// The floating-point operations of a model, counted as the dense model does them: every position multiplies its word
/// vector and its z, whether or not a kernel gets by with less. A multiplication and an addition are two operations.
/// Element-wise work and what is done once a sentence are left out; they are well below a hundredth. So are the products of a
/// position's query with the keys of others, which grow with the text: of T positions seen they are T / 6H of the rest of a
/// Transformer's layer.
/// </summary>
internal static class ModelCost
{
    /// <summary>
    /// Operations a predicted token of p(x|z) forward: 2 · (G·H·(E + Z + H) + H·V), with G gates of the cell (3 of a GRU,
    /// 4 of an LSTM), H hidden features, word vectors of E, a latent of Z (0 for a language model) and V words. The vector of
    /// a label is a part of Z here, and of E in the encoder's states. Each further layer adds 2 · G·H·(H + H). With tied word
    /// vectors, the softmax is E·V, and H·E for the map before it where H is not E. In place
    /// of the recurrence, a Transformer takes H·E and in each layer 4·H·H + 2·H·F, with F features between the maps of a
    /// position by itself; its z is done once a sentence.
    /// </summary>
    public static double Decoder(ModelOptions options, int words) => 2 * (Decoder(options) + Softmax(options, words));

    private static double Decoder(ModelOptions options)
    {
        if (options.Decoder == DecoderKind.Transformer)
            return Transformer(options);
        var latent = options.Kind == ModelKind.Vae ? options.Latent : 0;
        var inputs = options.Embedding + options.LabelEmbedding + latent;
        return Recurrence(options.Cell, options.Hidden, inputs) + Upper(options, options.Hidden);
    }

    /// <summary>
    /// Operations a token of q(z|x) forward; 0 for a language model. Two directions of half the hidden features take
    /// 2 · 2 · G·(H/2)·(E + H/2), one of all 2 · G·H·(E + H), a further layer the same with H for E, and convolutions with windows of w positions 2 · Σ w·I·H with the
    /// inputs I of each layer. A Transformer takes what it takes as decoder. Attention adds 2 · (E + H) for every score of a position: one, or H feature by feature.
    /// </summary>
    public static double Encoder(ModelOptions options) =>
        options.Kind == ModelKind.Vae ? 2 * (States(options) + Scores(options)) : 0;

    /// <summary>
    /// Operations a token of the mutual-information bound forward: the decoder's states once more, and
    /// 2 · 2 · G·(H/2)·(H + H/2) for q_MI; 0 for a model without it. Texts that are drawn for the bound are not counted.
    /// </summary>
    public static double Information(ModelOptions options) => !options.HasInformationNetwork
        ? 0
        : Decoder(options, words: 0) + (2 * 2 * Recurrence(options.Cell, options.Hidden / 2, options.Hidden));

    /// <summary>
    /// Operations a token of a training step: three times the forward ones, as each product has two in its gradient.
    /// </summary>
    /// <param name="options">The model.</param>
    /// <param name="words">The size of the vocabulary.</param>
    /// <param name="samples">Samples of z that go through the decoder.</param>
    public static double Training(ModelOptions options, int words, int samples = 1) =>
        3 * (Encoder(options) + (samples * Decoder(options, words)) + Information(options) + BagOfWords(options, words));

    /// <summary>Operations a token of the words from z alone, 2 · Z·V; 0 for a model without it.</summary>
    private static double BagOfWords(ModelOptions options, int words) =>
        options.HasBagOfWords ? 2 * (double)options.Latent * words : 0;

    private static double States(ModelOptions options)
    {
        var (inputs, hidden) = ((double)options.Embedding + options.LabelEmbedding, (double)options.Hidden);
        return options.Encoder switch
        {
            EncoderKind.Bidirectional => 2 * (Recurrence(options.Cell, hidden / 2, inputs) + Upper(options, hidden / 2)),
            EncoderKind.Unidirectional => Recurrence(options.Cell, hidden, inputs) + Upper(options, hidden),
            EncoderKind.Convolutional =>
                ConvolutionStack.Widths.Select((width, layer) => width * (layer == 0 ? inputs : hidden) * hidden).Sum(),
            EncoderKind.Transformer => Transformer(options),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Encoder, message: null),
        };
    }

    private static double Scores(ModelOptions options)
    {
        if (options.Summary != SummaryKind.Attention)
            return 0;
        return (options.Attention == AttentionKind.Word ? 1 : options.Hidden) * ((double)options.Embedding + options.Hidden);
    }

    /// <summary>Multiplications of the layers above the first, which read states of all the hidden features.</summary>
    private static double Upper(ModelOptions options, double hidden) =>
        (options.Layers - 1) * Recurrence(options.Cell, hidden, options.Hidden);

    private static double Transformer(ModelOptions options)
    {
        var (hidden, between) = ((double)options.Hidden, (double)options.FeedForwardFeatures);
        return (hidden * options.Embedding) + (options.Layers * ((4 * hidden * hidden) + (2 * hidden * between)));
    }

    // Without words it is the states that are asked for.
    private static double Softmax(ModelOptions options, double words)
    {
        var (hidden, embedding) = ((double)options.Hidden, (double)options.Embedding);
        if (!options.IsTied || words == 0)
            return hidden * words;
        return (embedding * words) + (options.Hidden == options.Embedding ? 0 : hidden * embedding);
    }

    /// <summary>Multiplications of one step of a recurrence: G·H·(inputs + H).</summary>
    private static double Recurrence(CellKind cell, double hidden, double inputs) => cell.Gates() * hidden * (inputs + hidden);
}
