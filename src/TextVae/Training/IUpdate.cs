using TorchSharp;

namespace TextVae.Training;

/// <summary>What one update does to a parameter: the same for runs of memory and in torch operations.</summary>
internal interface IUpdate
{
    /// <summary>Moves a run of numbers.</summary>
    /// <param name="values">The parameter's.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">Their first moments, where the optimiser has any.</param>
    /// <param name="second">Their second moments, where it has any.</param>
    /// <param name="factor">What every gradient is multiplied with.</param>
    void Run(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float factor);

    /// <summary>Moves a whole parameter, on any device.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient, multiplied already.</param>
    /// <param name="moments">Its moments.</param>
    void Run(torch.Tensor parameter, torch.Tensor gradient, IReadOnlyList<torch.Tensor> moments);
}
