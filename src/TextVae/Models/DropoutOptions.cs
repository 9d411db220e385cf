namespace TextVae.Models;

/// <summary>
/// The shares of numbers that a step of training sets to zero, each from 0 (none) to below 1. Nothing is dropped in an
/// evaluation, in generation or of a loaded model. Neither z nor a label's vector ever is, but where z is added to the decoder's states
/// (<see cref="ModelOptions.HasSkip"/>) <see cref="Output"/> drops of the sums.
/// </summary>
public sealed record DropoutOptions
{
    /// <summary>
    /// Of the word vectors that the decoder reads, at each position by itself (Zaremba et al. 2014; the input dropout of the
    /// LSTM autoencoders of He et al. 2019).
    /// </summary>
    public double Embedding { get; init; }

    /// <summary>
    /// Of the states that one recurrent layer of the decoder shows to the next, at each position by itself (Zaremba et al. 2014), or
    /// of what attention and the maps after it add in a Transformer (Vaswani et al. 2017, §5.4).
    /// </summary>
    public double Layer { get; init; }

    /// <summary>
    /// Of the recurrent weights U of the decoder, once for all positions of a step's batch (DropConnect on hidden-to-hidden
    /// weights, Merity et al. 2018, §2): states and memories themselves stay whole, so that long memories do. A Transformer has none.
    /// </summary>
    public double Recurrent { get; init; }

    /// <summary>Of the decoder's states before the softmax, at each position by itself (Zaremba et al. 2014).</summary>
    public double Output { get; init; }

    /// <summary>
    /// Of what each layer of the encoder reads, word vectors or the states of the layer below, at each position by itself; in a
    /// Transformer of the word vectors, and of what its layers add.
    /// </summary>
    public double Encoder { get; init; }

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        (string Name, double Share)[] keys =
        [
            ("embedding_dropout", Embedding), ("layer_dropout", Layer), ("recurrent_dropout", Recurrent), ("output_dropout", Output),
            ("encoder_dropout", Encoder),
        ];
        return
            from key in keys
            where !(key.Share >= 0 && key.Share < 1)
            select FormattableString.Invariant($"model.{key.Name} is {key.Share}; it has to be at least 0 and below 1.");
    }
}
