using TextVae.Networks;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Models;

/// <summary>
/// The vectors of labels, which encoder and decoder read beside every word (the authors' code; the paper leaves labels aside,
/// §6.1). With a label y, p(x|z) becomes p(x|z, y) and q(z|x) becomes q(z|x, y), so that z need not say what y says.
/// </summary>
internal sealed class LabelEmbedding : torch.nn.Module
{
    internal LabelEmbedding(int labels, int features)
        : base(nameof(LabelEmbedding))
    {
        Weight = Initialisation.Uniform(0.1, labels, features);
        register_parameter("weight", Weight);
    }

    /// <summary>One vector a label, [labels, label_embedding], uniform in ±0.1 at first.</summary>
    public Parameter Weight { get; }

    /// <summary>The number of labels there are.</summary>
    public int Count => (int)Weight.shape[0];

    /// <summary>The vectors of the labels of some texts.</summary>
    /// <param name="labels">The number of each text's label; null where they have none.</param>
    /// <param name="texts">What the texts are called in errors; null for 0, 1, ...</param>
    /// <returns>[texts, label_embedding].</returns>
    /// <exception cref="DataException">A text has no label.</exception>
    /// <exception cref="ArgumentException">There is no such label.</exception>
    public torch.Tensor Forward(IReadOnlyList<int>? labels, IReadOnlyList<int>? texts = null)
    {
        if (labels is null)
            throw new DataException("This model reads every text together with its label, and these texts have none. Give labels.");
        var ids = new long[labels.Count];
        foreach (var (place, label) in labels.Index())
        {
            if (label < 0)
            {
                throw new DataException(
                    $"This model reads every text together with its label, and text {texts?[place] ?? place}, counted from 0, has "
                    + "none. Give data in which every text has one.");
            }

            // An id out of range would reach native code as an index.
            if (label >= Count)
                throw new ArgumentException($"{label} is no label of the model's {Count}, which count from 0.", nameof(labels));
            ids[place] = label;
        }

        return Weight.index_select(0, torch.tensor(ids, device: Weight.device));
    }
}
