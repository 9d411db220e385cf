namespace TextVae.Networks;

/// <summary>What the parts of layers that stand one upon the other are called among the parameters.</summary>
internal static class LayerName
{
    /// <summary>The name itself for the first layer, as in models of one, and NAME_2, NAME_3, … for those above.</summary>
    /// <param name="name">What the part is.</param>
    /// <param name="layer">Counted from 0.</param>
    public static string Of(string name, int layer) => layer == 0 ? name : $"{name}_{layer + 1}";
}
