using System.Globalization;

namespace TextVae.Training;

/// <summary>What a step moves.</summary>
public enum MovedPart
{
    /// <summary>Every parameter.</summary>
    All,

    /// <summary>The encoder's parameters alone.</summary>
    Encoder,

    /// <summary>All others; the word vectors, which both networks read, are among them.</summary>
    Decoder,
}

/// <summary>
/// Aggressive training of the encoder (He et al. 2019, algorithm 1): before each step of the decoder the encoder alone makes
/// steps, each on a batch of its own, until the loss a token falls no more, so that q(z|x) follows the true posterior while that
/// still moves quickly. It ends for good when the mutual information does not rise from one evaluation to the next. This is
/// where such a training stands; it changes by pure functions, so that a resumed training goes on as it would have.
/// </summary>
public sealed record EncoderRounds
{
    // The window over which the loss is compared, and the most steps of a round, as in the authors' code.
    private const int Window = 15;
    private const int Most = 100;

    /// <summary>Whether the mutual information has stopped rising, and every step moves all parameters.</summary>
    public bool IsOver { get; init; }

    /// <summary>Whether the next step is the decoder's.</summary>
    public bool DecoderIsNext { get; init; }

    /// <summary>Steps of the encoder since the decoder's last one.</summary>
    public int Steps { get; init; }

    /// <summary>The loss of the present window, nats.</summary>
    public double Loss { get; init; }

    /// <summary>Its tokens.</summary>
    public long Tokens { get; init; }

    /// <summary>The loss a token of the window before; null in the first one of a round.</summary>
    public double? LossBefore { get; init; }

    /// <summary>The mutual information at the last evaluation, nats; null before the first.</summary>
    public double? Information { get; init; }

    /// <summary>What the next step moves.</summary>
    public MovedPart Next => IsOver ? MovedPart.All : DecoderIsNext ? MovedPart.Decoder : MovedPart.Encoder;

    /// <summary>Where the training stands after a step.</summary>
    /// <param name="loss">Its loss, nats a sentence.</param>
    /// <param name="sentences">Sentences of its batch.</param>
    /// <param name="tokens">Tokens of its batch.</param>
    public EncoderRounds After(double loss, int sentences, long tokens)
    {
        if (IsOver)
            return this;
        if (DecoderIsNext)
            return new EncoderRounds { Information = Information };
        var next = this with { Steps = Steps + 1, Loss = Loss + (loss * sentences), Tokens = Tokens + tokens };
        if (next.Steps % Window == 0)
        {
            var now = next.Loss / next.Tokens;
            next = next with { Loss = 0, Tokens = 0, LossBefore = now, DecoderIsNext = now >= LossBefore };
        }

        return next.Steps >= Most ? next with { DecoderIsNext = true } : next;
    }

    /// <summary>Where it stands after an evaluation.</summary>
    /// <param name="information">The mutual information of the validation split, nats.</param>
    public EncoderRounds After(double information) =>
        IsOver ? this : this with { IsOver = information <= Information, Information = information };

    /// <summary>What a user should know of an evaluation: that it ends the rounds; null of another.</summary>
    /// <param name="information">As of <see cref="After(double)"/>.</param>
    internal string? MessageAfter(double information) => IsOver || !After(information).IsOver
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The mutual information does not rise any more, {Information:F2} nats before and {information:F2} now, so from here on every step "
            + $"moves encoder and decoder.");
}
