using TorchSharp;

namespace TextVae.Tests;

/// <summary>Makes new parameters double, so that finite differences are sharp.</summary>
internal sealed class DoublePrecision : IDisposable
{
    private readonly torch.ScalarType _before = torch.get_default_dtype();

    public DoublePrecision() => torch.set_default_dtype(torch.ScalarType.Float64);

    public void Dispose() => torch.set_default_dtype(_before);
}
