using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>Standard normal noise that belongs to sentences and not to batches.</summary>
internal static class SentenceNoise
{
    /// <summary>ε of some samples for each sentence, given by its place in the split, [samples, batch, latent].</summary>
    public static torch.Tensor Of(IReadOnlyList<int> sentences, int latent, int firstSample, int samples, long seed)
    {
        var values = new float[samples * sentences.Count * latent];
        var at = 0;
        for (var sample = firstSample; sample < firstSample + samples; sample++)
        {
            foreach (var sentence in sentences)
            {
                var random = new RandomStream(seed, sentence, sample);
                for (var i = 0; i < latent; i++)
                    values[at++] = (float)random.NextNormal();
            }
        }

        return torch.tensor(values, [samples, sentences.Count, latent]);
    }
}
