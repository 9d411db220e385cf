using System.Text.Json.Serialization;

namespace TextVae.Generation;

/// <summary>How words are chosen.</summary>
public enum DecodingStrategy
{
    /// <summary>The most probable word at every step.</summary>
    Greedy,

    /// <summary>A draw from p(word)^(1/temperature) at every step, among all words or the most probable.</summary>
    Sample,

    /// <summary>Beam search with length-normalised scores.</summary>
    Beam,

    /// <summary>Several draws, and of them the one that is most like all others (Eikema and Aziz 2020).</summary>
    [JsonStringEnumMemberName("mbr")]
    MinimumBayesRisk,
}
