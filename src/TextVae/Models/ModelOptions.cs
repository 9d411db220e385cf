using TextVae.Networks;

namespace TextVae.Models;

/// <summary>What a model is.</summary>
public enum ModelKind
{
    /// <summary>A variational autoencoder.</summary>
    Vae,

    /// <summary>An unconditional language model with the same decoder.</summary>
    Lm,
}

/// <summary>What reads the text for the posterior.</summary>
public enum EncoderKind
{
    /// <summary>A recurrent layer in each direction, half of the hidden features a direction.</summary>
    Bidirectional,

    /// <summary>One recurrent layer of all the hidden features, from the first word to the last.</summary>
    Unidirectional,

    /// <summary>Convolutions over the word vectors, <see cref="ConvolutionStack"/>.</summary>
    Convolutional,

    /// <summary>Layers of attention in which every position sees all others, <see cref="Networks.Transformer"/>.</summary>
    Transformer,
}

/// <summary>What reads the words so far to predict the next.</summary>
public enum DecoderKind
{
    /// <summary>Recurrent layers.</summary>
    Recurrent,

    /// <summary>Layers of attention in which a position sees those before it, <see cref="Networks.Transformer"/>.</summary>
    Transformer,
}

/// <summary>What keeps q(z|x) from the prior, if anything.</summary>
public enum PosteriorKind
{
    /// <summary>Nothing: μ and ln σ² are linear maps of the summary.</summary>
    Gaussian,

    /// <summary>μ is normalised over the batch, with a standard deviation that is given (Zhu et al. 2020).</summary>
    BatchNorm,

    /// <summary>σ² is bounded, so that the KL has a floor (δ-VAE, Razavi et al. 2019).</summary>
    Delta,
}

/// <summary>What p(z) is.</summary>
public enum PriorKind
{
    /// <summary>N(0, I).</summary>
    Standard,

    /// <summary>N(m, Σ) with a mean and a covariance that are learnt.</summary>
    Learned,
}

/// <summary>Sizes and parts of a model; the defaults are the paper's.</summary>
public sealed record ModelOptions
{
    /// <summary>Autoencoder or language model.</summary>
    public ModelKind Kind { get; init; } = ModelKind.Vae;

    /// <summary>Features of a word vector.</summary>
    public int Embedding { get; init; } = 224;

    /// <summary>Features of the decoder's state, and of the encoder's: both directions together.</summary>
    public int Hidden { get; init; } = 512;

    /// <summary>Dimensions of z.</summary>
    public int Latent { get; init; } = 64;

    /// <summary>The recurrent cell of q_MI, and of decoder and encoder where they are recurrent.</summary>
    public CellKind Cell { get; init; } = CellKind.Gru;

    /// <summary>Layers of the decoder, and of the encoder unless that is convolutional, one upon the other.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>What reads the words so far.</summary>
    public DecoderKind Decoder { get; init; }

    /// <summary>Heads of attention in each layer of a Transformer.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>
    /// Features between the two maps of a Transformer's layer that each position passes by itself; 0 for four times the hidden
    /// ones.
    /// </summary>
    public int FeedForward { get; init; }

    /// <summary>What reads the text.</summary>
    public EncoderKind Encoder { get; init; } = EncoderKind.Bidirectional;

    /// <summary>How the encoder's states become one vector.</summary>
    public SummaryKind Summary { get; init; } = SummaryKind.Mean;

    /// <summary>What attention weighs, where it is the summary.</summary>
    public AttentionKind Attention { get; init; } = AttentionKind.Word;

    /// <summary>What p(z) is.</summary>
    public PriorKind Prior { get; init; }

    /// <summary>What keeps q(z|x) from the prior.</summary>
    public PosteriorKind Posterior { get; init; }

    /// <summary>
    /// γ, the standard deviation over texts of each dimension of μ, where the posterior is
    /// <see cref="PosteriorKind.BatchNorm"/>: the KL to N(0, I) is then at least latent · γ² / 2 on average.
    /// </summary>
    public double PosteriorScale { get; init; } = 0.6;

    /// <summary>δ, the nats that the KL to N(0, I) of every text has at least, where the posterior is <see cref="PosteriorKind.Delta"/>.</summary>
    public double Delta { get; init; } = 5;

    /// <summary>
    /// Features of a label's vector, which encoder and decoder read beside every word; 0 for a model that knows no labels.
    /// The authors' code has 3.
    /// </summary>
    public int LabelEmbedding { get; init; }

    /// <summary>
    /// Whether the word vectors are the softmax's weights too (Inan et al. 2017; Press and Wolf 2017). Where a state has
    /// another number of features than a word vector, a linear map of the states stands between.
    /// </summary>
    public bool IsTied { get; init; }

    /// <summary>
    /// Whether z, after the highway layer, is added to each of the decoder's states that the softmax sees, through a linear map
    /// (Dieng et al. 2019).
    /// </summary>
    public bool HasSkip { get; init; }

    /// <summary>What a step of training drops.</summary>
    public DropoutOptions Dropout { get; init; } = new();

    /// <summary>
    /// Whether an autoencoder has q_MI(z|x) beside it (§4), which the mutual-information term trains and which nothing else
    /// uses. No key of a recipe says it: the objective does.
    /// </summary>
    public bool HasInformationNetwork { get; init; }

    /// <summary>
    /// Whether an autoencoder has beside it what predicts the words from z alone, which its term of the objective trains and which
    /// nothing else uses. No key of a recipe says it: the objective does.
    /// </summary>
    public bool HasBagOfWords { get; init; }

    /// <summary>
    /// Whether an autoencoder has beside it what predicts the label from z alone, which its term of the objective trains and which
    /// nothing else uses. No key of a recipe says it: the objective does.
    /// </summary>
    public bool HasLabelPredictor { get; init; }

    /// <summary>The nats that the posterior keeps the KL to N(0, I) above, whatever is trained; 0 for none.</summary>
    internal double KlFloor => Posterior switch
    {
        PosteriorKind.BatchNorm => Latent * PosteriorScale * PosteriorScale / 2,
        PosteriorKind.Delta => Delta,
        _ => 0,
    };

    /// <summary>Whether encoder or decoder is a Transformer.</summary>
    internal bool HasTransformer =>
        Decoder == DecoderKind.Transformer || (Kind == ModelKind.Vae && Encoder == EncoderKind.Transformer);

    /// <summary>What <see cref="FeedForward"/> comes to.</summary>
    internal int FeedForwardFeatures => FeedForward == 0 ? 4 * Hidden : FeedForward;

    /// <summary>The sizes of a Transformer that reads word vectors.</summary>
    /// <param name="context">Features of what is the same at all positions.</param>
    /// <param name="dropout">Of what each sub-layer adds.</param>
    internal TransformerSizes TransformerSizes(int context, double dropout) =>
        new(Layers, Embedding, context, Hidden, Heads, FeedForwardFeatures, dropout);

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        const int most = 65_536;
        if (Embedding is < 1 or > most)
            yield return $"model.embedding is {Embedding}; it has to be between 1 and {most}.";
        if (Hidden is < 2 or > most || Hidden % 2 != 0)
            yield return $"model.hidden is {Hidden}; it has to be an even number between 2 and {most}.";
        if (Latent is < 1 or > most)
            yield return $"model.latent is {Latent}; it has to be between 1 and {most}.";
        if (Layers is < 1 or > 8)
            yield return $"model.layers is {Layers}; it has to be between 1 and 8.";
        foreach (var problem in OfTransformer(most))
            yield return problem;
        if (!(PosteriorScale > 0 && PosteriorScale <= 100))
            yield return FormattableString.Invariant($"model.posterior_scale is {PosteriorScale}; it has to be above 0 and at most 100.");
        if (!(Delta > 0 && Delta <= 1000))
            yield return FormattableString.Invariant($"model.delta is {Delta}; it has to be above 0 and at most 1000.");
        if (LabelEmbedding is < 0 or > most)
            yield return $"model.label_embedding is {LabelEmbedding}; it has to be between 0 and {most}.";
        if (Encoder == EncoderKind.Convolutional && Summary == SummaryKind.Last)
        {
            yield return "model.summary is \"last\" and model.encoder is \"convolutional\", which has no last state; choose the "
                + "summary \"max\", \"mean\" or \"attention\".";
        }

        if (Layers == 1 && Decoder == DecoderKind.Recurrent && Dropout.Layer > 0)
        {
            yield return FormattableString.Invariant($"model.layer_dropout is {Dropout.Layer}, which is dropped between layers, and model.layers is 1; set it to 0, or ")
                + "model.layers to 2 or more.";
        }

        foreach (var problem in Dropout.Problems())
            yield return problem;
    }

    private IEnumerable<string> OfTransformer(int most)
    {
        if (Heads is < 1 or > 256)
            yield return $"model.heads is {Heads}; it has to be between 1 and 256.";
        else if (HasTransformer && Hidden % (2 * Heads) != 0)
        {
            yield return $"model.hidden is {Hidden} and model.heads is {Heads}; in a Transformer every head has the same even number "
                + $"of features, so model.hidden has to be a multiple of {2 * Heads}.";
        }

        if (FeedForward < 0 || FeedForward > most)
            yield return $"model.feed_forward is {FeedForward}; it has to be between 1 and {most}, or 0 for four times model.hidden.";
        if (Decoder == DecoderKind.Transformer && Dropout.Recurrent > 0)
        {
            yield return FormattableString.Invariant($"model.recurrent_dropout is {Dropout.Recurrent} and model.decoder is \"transformer\", which has no recurrent ")
                + "weights; set it to 0, and model.layer_dropout above 0 instead.";
        }
    }
}
