namespace TextVae;

/// <summary>What a sum of texts says.</summary>
/// <param name="Text">The text that the vector is decoded to.</param>
/// <param name="LogProbability">ln p(x|z) of the text at this vector, nats.</param>
/// <param name="NllBound">The upper bound on −ln p(x) of the text by itself, whatever the vector, nats.</param>
/// <param name="Vector">z, the sum.</param>
public sealed record CombinedText(string Text, double LogProbability, double NllBound, float[] Vector);
