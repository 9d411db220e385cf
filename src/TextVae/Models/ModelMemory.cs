using System.Globalization;
using TextVae.Batches;
using TextVae.Native;
using TextVae.Networks;

namespace TextVae.Models;

/// <summary>
/// The memory that models and batches take, so that what does not fit is refused with a message before the system ends the
/// process. Parameters are counted exactly; the memory of a batch is an estimate, within a third of what was measured for recurrences and
/// Transformers; what convolutions and q_MI have beside is counted by its sizes alone.
/// </summary>
internal static class ModelMemory
{
    private const double NumberBytes = sizeof(float);

    /// <summary>What of the machine's memory this process may have, in bytes; a container's limit counts.</summary>
    public static long Available { get; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The number of parameters of a model that has not been made.</summary>
    public static long Parameters(ModelOptions options, int words, int labels)
    {
        var latent = options.Kind == ModelKind.Vae ? options.Latent : 0;
        var shared = ((long)words * options.Embedding) + ((long)labels * options.LabelEmbedding) + Softmax(options, words)
            + Decoder(options, latent);
        return latent == 0 ? shared : shared + (2 * Affine(latent, latent)) + Encoder(options) + Information(options)
            + (options.HasBagOfWords ? Affine(latent, words) : 0) + (options.HasSkip ? latent * (long)options.Hidden : 0)
            + (options.Prior == PriorKind.Learned ? Affine(latent, latent) : 0) + (options.HasLabelPredictor ? Affine(latent, labels) : 0);
    }

    /// <summary>Refuses a model that does not fit into memory.</summary>
    /// <param name="options">Its sizes and parts.</param>
    /// <param name="words">The size of the vocabulary.</param>
    /// <param name="labels">The number of labels.</param>
    /// <param name="copies">Numbers kept for each parameter: 1, or more in training (4 with the gradient and two moments).</param>
    /// <exception cref="DataException">It does not fit.</exception>
    public static void RequireModel(ModelOptions options, int words, int labels, int copies) => Require(
        copies * NumberBytes * Parameters(options, words, labels),
        $"A model with an embedding of {options.Embedding}, {options.Hidden} hidden features, a latent of {options.Latent} and {words} words",
        "Make the model smaller, or take a machine with more memory.");

    /// <summary>Refuses a step of training that does not fit into memory.</summary>
    /// <param name="options">The model's sizes and parts.</param>
    /// <param name="places">Places of the largest batch, its padding among them.</param>
    /// <param name="tokens">Words and end tokens of it.</param>
    /// <param name="longest">Words of the longest text.</param>
    /// <param name="samples">Samples of z that go through the decoder.</param>
    /// <exception cref="DataException">It does not fit.</exception>
    public static void RequireStep(ModelOptions options, long places, long tokens, int longest, int samples = 1)
    {
        var encoded = places;
        // Of a padded place the states of both networks and their gradients are kept; of a real one also the gates. Every further
        // sample adds a decoder's half.
        (places, tokens) = (places * (samples + 1) / 2, tokens * (samples + 1) / 2);
        var padded = places * ((4.0 * options.Layers * options.Hidden) + options.Embedding + (Transformers(options) * options.Layers * OfLayer(options)))
            + (encoded * Windows(options, kept: true));
        var real = tokens * 1.5 * (2 - Transformers(options)) * options.Layers * options.Cell.Gates() * options.Hidden;
        // q_MI and the states that it reads are two networks more.
        if (options.HasInformationNetwork)
            (padded, real) = (padded + (places * 4.0 * options.Hidden), 2 * real);
        Require(
            NumberBytes * (padded + real),
            string.Create(
                CultureInfo.InvariantCulture,
                $"A step of training, on a batch with the longest text of {longest} words and {places} places in all,"),
            "Leave the longest texts out with --max-length of prepare, or make batches by training.batch_tokens or smaller ones by "
            + "training.batch.");
    }

    /// <summary>Refuses a batch that does not fit into memory where no gradient is kept.</summary>
    /// <exception cref="DataException">It does not fit.</exception>
    public static void RequireBatch(ModelOptions options, Batch batch) => Require(
        NumberBytes * batch.Time * batch.Size
            * ((2.0 * options.Layers * options.Hidden) + options.Embedding + (options.HasTransformer ? OfLayer(options) : 0) + Windows(options, kept: false)),
        $"A batch of {batch.Size} texts with up to {batch.Time - 1} words",
        "Give shorter texts, or fewer at a time.");

    /// <summary>Numbers that a place has in the windows of convolutions: in those of all layers, which a gradient needs, or of the largest.
    /// </summary>
    private static double Windows(ModelOptions options, bool kept)
    {
        if (options is not { Kind: ModelKind.Vae, Encoder: EncoderKind.Convolutional })
            return 0;
        var windows = ConvolutionStack.Widths.Select((width, layer) => width * (double)(layer == 0 ? options.Embedding + options.LabelEmbedding : options.Hidden));
        return kept ? windows.Sum() : windows.Max();
    }

    /// <summary>How many of encoder and decoder are one.</summary>
    private static int Transformers(ModelOptions options) =>
        (options.Decoder == DecoderKind.Transformer ? 1 : 0)
        + (options is { Kind: ModelKind.Vae, Encoder: EncoderKind.Transformer } ? 1 : 0);

    /// <summary>
    /// Numbers that a place has in a layer of a Transformer, all of which a gradient needs: what is normalised, attended with,
    /// expanded and added.
    /// </summary>
    private static double OfLayer(ModelOptions options) => (12.0 * options.Hidden) + (2.0 * options.FeedForwardFeatures);

    private static void Require(double bytes, string what, string advice)
    {
        // A GPU has a memory of its own, and says itself when that is full.
        if (bytes <= Available || NativeRuntime.ResolvedDevice != ComputeDevice.Cpu)
            return;
        throw new DataException(string.Create(
            CultureInfo.InvariantCulture,
            $"{what} takes about {bytes / 1e9:F1} GB of memory, and {Available / 1e9:F1} GB are there. {advice}"));
    }

    private static long Decoder(ModelOptions options, int latent)
    {
        if (options.Decoder == DecoderKind.Transformer)
            return Transformer(options, latent + options.LabelEmbedding);
        long hidden = options.Hidden;
        var firstStates = latent == 0 ? 0 : options.Layers * Affine(latent, hidden) * (options.Cell.HasMemory() ? 2 : 1);
        return firstStates + Recurrence(options.Cell, options.Embedding + latent + options.LabelEmbedding, hidden) + Upper(options, hidden);
    }

    private static long Encoder(ModelOptions options)
    {
        long hidden = options.Hidden;
        long inputs = options.Embedding + options.LabelEmbedding;
        var states = options.Encoder switch
        {
            EncoderKind.Bidirectional => 2 * (Recurrence(options.Cell, inputs, hidden / 2) + Upper(options, hidden / 2)),
            EncoderKind.Unidirectional => Recurrence(options.Cell, inputs, hidden) + Upper(options, hidden),
            EncoderKind.Convolutional =>
                ConvolutionStack.Widths.Select((width, layer) => Affine(width * (layer == 0 ? inputs : hidden), hidden)).Sum(),
            EncoderKind.Transformer => Transformer(options, options.LabelEmbedding),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Encoder, message: null),
        };
        var scores = options.Summary != SummaryKind.Attention ? 0 : options.Attention == AttentionKind.Word ? 1 : hidden;
        var shift = options.Posterior == PosteriorKind.BatchNorm ? options.Latent : 0;
        return states + (scores * (options.Embedding + hidden)) + (2 * Affine(hidden, options.Latent)) + shift;
    }

    private static long Information(ModelOptions options) => !options.HasInformationNetwork
        ? 0
        : (2 * Recurrence(options.Cell, options.Hidden, options.Hidden / 2)) + (2 * Affine(options.Hidden, options.Latent));

    private static long Upper(ModelOptions options, long hidden) =>
        (options.Layers - 1) * Recurrence(options.Cell, options.Hidden, hidden);

    private static long Softmax(ModelOptions options, long words)
    {
        if (!options.IsTied)
            return Affine(options.Hidden, words);
        return words + (options.Hidden == options.Embedding ? 0 : (long)options.Hidden * options.Embedding);
    }

    private static long Transformer(ModelOptions options, long context)
    {
        long hidden = options.Hidden;
        var normalization = 2 * hidden;
        var layer = (2 * normalization) + Affine(hidden, 3 * hidden) + Affine(hidden, hidden) + Affine(hidden, options.FeedForwardFeatures)
            + Affine(options.FeedForwardFeatures, hidden) + (context == 0 ? 0 : Affine(context, 3 * hidden));
        return Affine(options.Embedding, hidden) + (2 * normalization) + (options.Layers * layer);
    }

    private static long Affine(long inputs, long outputs) => outputs * (inputs + 1);

    private static long Recurrence(CellKind cell, long inputs, long hidden) => cell.Gates() * hidden * (inputs + hidden + 2);
}
