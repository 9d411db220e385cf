using TextVae.Batches;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>Standard normal noise that belongs to sentences and not to batches.</summary>
internal static class SentenceNoise
{
    /// <summary>ε of one sample for each sentence of a batch, [batch, latent].</summary>
    public static torch.Tensor Of(Batch batch, int latent, int sample, long seed)
    {
        var values = new float[batch.Size * latent];
        for (var column = 0; column < batch.Size; column++)
        {
            var random = new RandomStream(seed, batch.Sentences[column], sample);
            for (var i = 0; i < latent; i++)
                values[(column * latent) + i] = (float)random.NextNormal();
        }

        return torch.tensor(values, [batch.Size, latent]);
    }
}
