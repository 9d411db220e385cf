namespace TextVae.Networks;

/// <summary>The sizes of a Transformer.</summary>
/// <param name="Layers">One upon the other.</param>
/// <param name="Inputs">Features of what is read at each position.</param>
/// <param name="Context">Features of what is the same at all positions of a sentence; 0 for none.</param>
/// <param name="Hidden">Features of every state, a multiple of twice the heads.</param>
/// <param name="Heads">Heads of attention, of as many features each.</param>
/// <param name="FeedForward">Features between the two maps of each position by itself.</param>
/// <param name="Dropout">The share of what each sub-layer adds that a step of training sets to zero.</param>
internal sealed record TransformerSizes(
    int Layers, int Inputs, int Context, int Hidden, int Heads, int FeedForward, double Dropout)
{
    /// <summary>
    /// The last map of a sub-layer, to the states that it adds to. Its weights are smaller by the root of the number of
    /// sub-layers, so that at first the sum does not grow with them (Radford et al. 2019, §2.3).
    /// </summary>
    /// <param name="inputs">Features that it maps.</param>
    public Linear NewLastOfResidual(long inputs) => new(inputs, Hidden, 1 / Math.Sqrt(2 * Layers * inputs));
}
