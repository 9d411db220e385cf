namespace TextVae.Objectives;

/// <summary>Where the pairs (z, x) of the mutual-information term come from.</summary>
public enum MutualInformationSource
{
    /// <summary>x from the data and z ~ q(z|x), which is how the paper's authors ran it.</summary>
    Posterior,

    /// <summary>z ~ p(z) and x ~ p(x|z), as equation 8 is written; no gradient goes through the choice of the words.</summary>
    Prior,
}
