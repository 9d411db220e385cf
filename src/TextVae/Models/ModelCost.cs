using TextVae.Networks;

namespace TextVae.Models;

/// <summary>
/// The floating-point operations of a model, counted as the dense model does them: every position multiplies its word
/// vector and its z, whether or not a kernel gets by with less. A multiplication and an addition are two operations.
/// Element-wise work and what is done once a sentence are left out; they are well below a hundredth.
/// </summary>
public static class ModelCost
{
    /// <summary>
    /// Operations a predicted token of p(x|z) forward: 2 · (G·H·(E + Z + H) + H·V), with G gates of the cell (3 of a GRU,
    /// 4 of an LSTM), H hidden features, word vectors of E, a latent of Z (0 for a language model) and V words.
    /// </summary>
    public static double Decoder(ModelOptions options, int words)
    {
        var latent = options.Kind == ModelKind.Vae ? options.Latent : 0;
        return 2 * Recurrence(options.Cell, options.Hidden, options.Embedding + latent) + (2.0 * options.Hidden * words);
    }

    /// <summary>
    /// Operations a token of q(z|x) forward: 2 · 2 · G·(H/2)·(E + H/2), two directions of half the hidden features; 0 for a
    /// language model.
    /// </summary>
    public static double Encoder(ModelOptions options) =>
        options.Kind == ModelKind.Vae ? 2 * 2 * Recurrence(options.Cell, options.Hidden / 2, options.Embedding) : 0;

    /// <summary>
    /// Operations a token of the mutual-information bound forward: the decoder's recurrence once more, and
    /// 2 · 2 · G·(H/2)·(H + H/2) for q_MI; 0 for a model without it. Texts that are drawn for the bound are not counted.
    /// </summary>
    public static double Information(ModelOptions options) => !options.HasInformationNetwork
        ? 0
        : Decoder(options, words: 0) + (2 * 2 * Recurrence(options.Cell, options.Hidden / 2, options.Hidden));

    /// <summary>
    /// Operations a token of a training step: three times the forward ones, as each product has two in its gradient.
    /// </summary>
    public static double Training(ModelOptions options, int words) =>
        3 * (Encoder(options) + Decoder(options, words) + Information(options));

    /// <summary>Multiplications of one step of a recurrence: G·H·(inputs + H).</summary>
    private static double Recurrence(CellKind cell, double hidden, double inputs) => cell.Gates() * hidden * (inputs + hidden);
}
