using TextVae.Batches;
using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// Convolutions over the words of a sentence, one upon the other, with an ELU between two (the convolutional encoder of
/// §5.1, which the paper does not describe; number, widths and non-linearity are those of the authors' code). Padding is
/// set to zero before every layer, just what stands beyond the ends of a sentence, so nothing depends on it. Their code
/// normalises over the batch between the layers; that is left out, as an encoding would depend on its batch mates.
/// </summary>
internal sealed class ConvolutionStack : torch.nn.Module
{
    private readonly Convolution[] _layers;

    /// <summary>Makes the layers.</summary>
    /// <param name="inputs">Features of a word vector, and of the context beside it.</param>
    /// <param name="hidden">Features of every layer's output.</param>
    public ConvolutionStack(long inputs, long hidden)
        : base(nameof(ConvolutionStack))
    {
        _layers = [.. Widths.Select((width, layer) => new Convolution(layer == 0 ? inputs : hidden, hidden, width))];
        foreach (var (index, layer) in _layers.Index())
            register_module($"{index}", layer);
    }

    /// <summary>The positions that a window of each layer holds, first to last.</summary>
    public static IReadOnlyList<int> Widths { get; } = [5, 5, 3];

    /// <summary>Runs all layers.</summary>
    /// <param name="words">The word vectors.</param>
    /// <param name="batch">The batch they belong to.</param>
    /// <param name="context">What stands beside the vector of every word, [batch, context]; null for nothing.</param>
    /// <returns>[time, batch, hidden]; zeros at padding.</returns>
    public torch.Tensor Forward(SequenceInputs words, Batch batch, torch.Tensor? context = null)
    {
        var mask = batch.Mask.unsqueeze(2);
        var steps = words.Steps();
        if (context is not null)
            steps = torch.cat([steps, context.unsqueeze(0).expand(words.Time, -1, -1)], 2);
        foreach (var (index, layer) in _layers.Index())
        {
            // Windows are several times as large as what they are cut from, and not to be kept beyond their layer.
            using var scope = torch.NewDisposeScope();
            steps = layer.Forward((index == 0 ? steps : steps.Elu()) * mask).MoveToOuterDisposeScope();
        }

        return steps * mask;
    }
}
