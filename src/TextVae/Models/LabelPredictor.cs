using TextVae.Batches;
using TorchSharp;
using Linear = TextVae.Networks.Linear;

namespace TextVae.Models;

/// <summary>
/// The label of a text from z alone, by a linear map and a softmax, so that what texts are labelled by has its place in z. A
/// classifier's loss with a weight beside the bound is that of Kingma et al. 2014, equation 9; theirs reads x. A text without a
/// label says nothing here.
/// </summary>
internal sealed class LabelPredictor : torch.nn.Module
{
    private readonly Linear _linear;

    public LabelPredictor(ModelOptions options, int labels)
        : base(nameof(LabelPredictor))
    {
        _linear = new Linear(options.Latent, labels);
        register_module("linear", _linear);
    }

    /// <summary>The number of labels there are.</summary>
    public int Count => (int)_linear.Bias.shape[0];

    /// <summary>−ln p(y|z) of the label y of each text, 0 for one that has none, nats, [batch].</summary>
    /// <param name="z">[batch, latent].</param>
    /// <param name="batch">The texts.</param>
    /// <exception cref="ArgumentException">There is no such label.</exception>
    public torch.Tensor NegativeLogLikelihood(torch.Tensor z, Batch batch)
    {
        var labels = batch.Labels ?? Enumerable.Repeat(-1, batch.Size).ToArray();
        // An id out of range would reach native code as an index.
        if (labels.Max() >= Count)
            throw new ArgumentException($"{labels.Max()} is no label of the model's {Count}, which count from 0.", nameof(batch));
        // Texts without a label go along with a weight of 0, so that every parameter has a gradient whatever the texts are: those of
        // several processes are summed.
        var known = torch.tensor(labels.Select(label => label < 0 ? 0f : 1).ToArray(), dtype: z.dtype, device: z.device);
        var ids = torch.tensor(labels.Select(label => Math.Max(0L, label)).ToArray(), device: z.device);
        return _linear.Forward(z).log_softmax(1).gather(1, ids.unsqueeze(1)).squeeze(1).mul(known).neg();
    }
}
