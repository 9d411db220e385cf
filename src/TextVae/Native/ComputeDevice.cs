using System.Text.Json.Serialization;

namespace TextVae.Native;

/// <summary>What holds the tensors and computes.</summary>
public enum ComputeDevice
{
    /// <summary>The first GPU where libtorch has CUDA and finds one, else the processor.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>The processor.</summary>
    [JsonStringEnumMemberName("cpu")]
    Cpu,

    /// <summary>The first GPU, through CUDA; all products there are of float32.</summary>
    [JsonStringEnumMemberName("cuda")]
    Cuda,
}
