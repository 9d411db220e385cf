using TextVae.Native;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Networks.Kernels;

public sealed class ProjectionTests
{
    public static TheoryData<string, Precision> AllKernels => Kernels.All;

    [Theory]
    [MemberData(nameof(AllKernels))]
    public void The_kernels_equal_the_plain_version_with_gradients(string path, Precision precision)
    {
        foreach (var (rows, inputs, outputs) in new[] { (1, 1, 1), (5, 3, 7), (64, 16, 64), (65, 33, 130), (200, 600, 97) })
        {
            using var scope = torch.NewDisposeScope();
            torch.random.manual_seed(rows);
            var x = new Parameter(torch.randn(rows, inputs));
            var weight = new Parameter(torch.randn(outputs, inputs + 2));
            var bias = new Parameter(torch.randn(outputs));
            torch.Tensor Run() => Projection.Run(x, weight.narrow(1, 1, inputs), bias);
            torch.Tensor[] expected;
            using (Kernels.Plain())
                expected = Kernels.ValueAndGradients(Run, x, weight, bias);
            using var kernels = Kernels.Fused(path, precision);

            var actual = Kernels.ValueAndGradients(Run, x, weight, bias);

            foreach (var (i, (plain, fused)) in expected.Zip(actual).Index())
                Kernels.AssertClose(plain, fused, precision, $"{rows} rows, tensor {i}");
        }
    }
}
