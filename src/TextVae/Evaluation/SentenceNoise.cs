using TextVae.Batches;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>Standard normal noise that belongs to sentences and not to batches.</summary>
internal static class SentenceNoise
{
    /// <summary>ε of some samples for each sentence of a batch, [samples, batch, latent].</summary>
    public static torch.Tensor Of(Batch batch, int latent, int firstSample, int samples, long seed)
    {
        var values = new float[samples * batch.Size * latent];
        var at = 0;
        for (var sample = firstSample; sample < firstSample + samples; sample++)
        {
            foreach (var sentence in batch.Sentences)
            {
                var random = new RandomStream(seed, sentence, sample);
                for (var i = 0; i < latent; i++)
                    values[at++] = (float)random.NextNormal();
            }
        }

        return torch.tensor(values, [samples, batch.Size, latent]);
    }
}
