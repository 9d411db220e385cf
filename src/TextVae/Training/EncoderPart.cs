namespace TextVae.Training;

/// <summary>Which parameters of a model are its encoder's.</summary>
internal static class EncoderPart
{
    /// <summary>Whether a parameter of this name is.</summary>
    public static bool Has(string name) => name.StartsWith("encoder.", StringComparison.Ordinal);
}
