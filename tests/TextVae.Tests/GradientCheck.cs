using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests;

/// <summary>Compares gradients with central differences.</summary>
internal static class GradientCheck
{
    /// <summary>Checks d loss / d parameter for every number of every parameter, in double precision.</summary>
    public static void Check(IEnumerable<(string Name, Parameter Parameter)> parameters, Func<torch.Tensor> loss)
    {
        const double step = 1e-5;
        var named = parameters.ToArray();
        foreach (var (_, parameter) in named)
            parameter.grad = null;
        using (torch.NewDisposeScope())
            loss().backward();
        foreach (var (name, parameter) in named)
        {
            Assert.Equal(torch.ScalarType.Float64, parameter.dtype);
            var analytic = parameter.grad is { } gradient
                ? gradient.contiguous().data<double>().ToArray()
                : new double[parameter.numel()];
            using var quiet = torch.no_grad();
            var flat = parameter.view(-1);
            for (var i = 0; i < analytic.Length; i++)
            {
                using var scope = torch.NewDisposeScope();
                var value = flat[i].ToDouble();
                flat[i] = value + step;
                var above = loss().ToDouble();
                flat[i] = value - step;
                var below = loss().ToDouble();
                flat[i] = value;
                var numeric = (above - below) / (2 * step);
                Assert.True(
                    Math.Abs(numeric - analytic[i]) <= 1e-7 + (1e-5 * Math.Abs(numeric)),
                    $"{name}[{i}]: analytic {analytic[i]}, numeric {numeric}");
            }
        }
    }
}
