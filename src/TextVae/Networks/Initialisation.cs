using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>First values of parameters, drawn from torch's generator.</summary>
internal static class Initialisation
{
    /// <summary>A parameter drawn uniformly from [−<paramref name="bound"/>, <paramref name="bound"/>].</summary>
    public static Parameter Uniform(double bound, params long[] shape) =>
        new(torch.empty(shape).uniform_(-bound, bound));

    /// <summary>A parameter that starts at one value.</summary>
    public static Parameter Constant(double value, params long[] shape) =>
        new(torch.empty(shape).FillInPlace(value));
}
