using TextVae.Generation;

namespace TextVae;

/// <summary>How one goes from a text to another.</summary>
public sealed record InterpolationOptions
{
    /// <summary>The straight line or the arc.</summary>
    public PathKind Path { get; init; }

    /// <summary>Whether a text that is the same as the one before it stays.</summary>
    public bool KeepDuplicates { get; init; }

    /// <summary>How vectors become texts; by a beam where they ask for nothing else.</summary>
    public DecodingOptions Decoding { get; init; } = new();
}

/// <summary>A text on the way from one to another.</summary>
/// <param name="Share">How far along the way it is, from 0 to 1.</param>
/// <param name="Text">The text that the vector is decoded to.</param>
/// <param name="LogProbability">ln p(x|z) of the text at this vector, nats.</param>
/// <param name="NllBound">The upper bound on −ln p(x) of the text by itself, whatever the vector, nats: what the text costs the model
/// in any place.</param>
/// <param name="Vector">z.</param>
public sealed record InterpolatedText(double Share, string Text, double LogProbability, double NllBound, float[] Vector);
