using TextVae.Training;
using TorchSharp;
using TorchSharp.Modules;
using Adam = TextVae.Training.Adam;

namespace TextVae.Tests.Training;

public sealed class AdamTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_gradient_is_multiplied_by_the_factor_before_anything_else(bool isPlain)
    {
        using var halved = new TextVae.Networks.Linear(1, 1);
        using var adam = new Adam(halved) { IsPlain = isPlain };
        SetGradients(halved, 2);

        adam.Step(0.1, gradientFactor: 0.5);

        Assert.Equal([0.1f, 0.1f], adam.State.Where(s => s.Name.StartsWith("first.", StringComparison.Ordinal))
            .Select(s => s.Tensor.sum().item<float>()), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_norm_is_that_of_all_gradients_together()
    {
        using var layer = new TextVae.Networks.Linear(3, 1);
        SetGradients(layer, 2);

        Assert.Equal(4, Gradients.Norm(layer.parameters().Cast<Parameter>()), 1e-6);
        Assert.Equal(4, Gradients.PlainNorm([.. layer.parameters().Select(parameter => parameter.grad!)]), 1e-6);
        Assert.Equal(0.5, Gradients.ClipFactor(4, 2));
        Assert.Equal(1, Gradients.ClipFactor(4, 5));
        Assert.Equal(1, Gradients.ClipFactor(4, 0));
    }

    [Fact]
    public void Steps_and_norms_are_the_same_bit_for_bit_with_any_number_of_threads()
    {
        var before = TextVae.Native.NativeRuntime.Threads;
        var results = new List<(double Norm, float[] Values)>();
        try
        {
            foreach (var threads in new[] { 1, 2, 5 })
            {
                TextVae.Native.NativeRuntime.Threads = threads;
                torch.random.manual_seed(3);
                using var layer = new TextVae.Networks.Linear(701, 307);
                using var adam = new Adam(layer);
                foreach (var parameter in layer.parameters())
                    parameter.grad = torch.randn(parameter.shape);
                adam.Step(0.01);
                results.Add((Gradients.Norm(adam.Parameters), Tiny.Floats(layer.Weight)));
            }
        }
        finally
        {
            TextVae.Native.NativeRuntime.Threads = before;
        }

        Assert.Equal(results[0].Norm, results[1].Norm);
        Assert.Equal(results[0].Norm, results[2].Norm);
        Assert.Equal(results[0].Values, results[1].Values);
        Assert.Equal(results[0].Values, results[2].Values);
    }

    [Fact]
    public void A_gradient_that_is_stored_transposed_counts_in_its_places()
    {
        using var layer = new TextVae.Networks.Linear(3, 2);
        using var adam = new Adam(layer);
        layer.Weight.grad = torch.tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [3, 2]).t();

        adam.Step(0.1);

        var first = adam.State.Single(state => state.Name == "first.weight").Tensor;
        Assert.Equal([0.1f, 0.3f, 0.5f, 0.2f, 0.4f, 0.6f], Tiny.Floats(first), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(Math.Sqrt(91), Gradients.Norm(adam.Parameters), 1e-6);
    }

    private static void SetGradients(torch.nn.Module module, float value)
    {
        foreach (var parameter in module.parameters())
            parameter.grad = torch.ones(parameter.shape).Times(value);
    }
}
