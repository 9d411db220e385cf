using System.Text.Json.Serialization;

namespace TextVae.Native;

/// <summary>
/// What matrix products multiply. Parameters, states, sums, losses and gradients are float32 in any case.
/// </summary>
public enum Precision
{
    /// <summary>bfloat16 where this machine multiplies it faster, else float32; measured once a machine.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Operands of 24 significant bits.</summary>
    [JsonStringEnumMemberName("float32")]
    Float32,

    /// <summary>Operands of 8 significant bits with the range of float32.</summary>
    [JsonStringEnumMemberName("bfloat16")]
    BFloat16,
}
