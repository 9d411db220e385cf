using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Native;
using TextVae.Networks.Kernels;
using TextVae.Tests.Networks.Kernels;
using TorchSharp;

namespace TextVae.Tests.Evaluation;

public sealed class PrecisionTests
{
    [Fact]
    public void Figures_in_bfloat16_are_those_of_float32_within_a_twentieth_of_a_percent()
    {
        Assert.SkipUnless(MicroKernel.HasBFloat16, "This processor has no bfloat16 products.");
        var (float32, bfloat16) = (Measure(Precision.Float32), Measure(Precision.BFloat16));

        Assert.NotEqual(float32, bfloat16);
        Assert.InRange(bfloat16.Reconstruction / float32.Reconstruction, 0.9995, 1.0005);
        Assert.InRange(
            (bfloat16.Reconstruction + bfloat16.Kl) / (float32.Reconstruction + float32.Kl), 0.9995, 1.0005);
    }

    private static (double Reconstruction, double Kl) Measure(Precision precision)
    {
        const int words = 600;
        using var kernels = Kernels.Fused(VectorPaths.Here[^1].ToString(), precision);
        using var model = TextModel.Create(new ModelOptions { Embedding = 48, Hidden = 64, Latent = 16 }, words, seed: 1);
        using (torch.no_grad())
        {
            // Fresh parameters hardly depend on what they read; larger ones show what rounding does.
            foreach (var parameter in model.parameters())
                parameter.MultiplyInPlace(3);
        }

        var random = new Random(1);
        using var batch = Batch.Of([.. Enumerable.Range(0, 40).Select(
            _ => Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(4, words)).ToArray())]);
        var bounds = new Evaluator(model, new EvaluationOptions { Samples = 2 }).Measure(batch);
        return (bounds.Sum(bound => bound.Reconstruction), bounds.Sum(bound => bound.Kl));
    }
}
