namespace TextVae.Generation;

/// <summary>A generated sentence.</summary>
/// <param name="Words">Its word ids, without start and end token.</param>
/// <param name="LogProbability">ln p(x|z) of the words and the end token under the model, nats.</param>
public sealed record GeneratedText(int[] Words, double LogProbability);
