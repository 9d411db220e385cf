namespace TextVae.Onnx;

/// <summary>q(z|x) of a text, a normal distribution of independent dimensions.</summary>
/// <param name="Mean">μ, the vector of the text.</param>
/// <param name="LogVariance">ln σ², nats.</param>
public sealed record OnnxPosterior(float[] Mean, float[] LogVariance);
