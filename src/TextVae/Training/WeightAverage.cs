using System.Numerics;
using TorchSharp;

namespace TextVae.Training;

/// <summary>
/// The exponential moving average of parameters (Polyak and Juditsky 1992), θ̄ ← d θ̄ + (1 − d) θ after every update, in their
/// place for as long as this lives: averages and parameters change places, and at the end once more. Running statistics, which are
/// those of the parameters that they were counted with, are averaged and exchanged with them.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly (torch.Tensor Value, torch.Tensor Average)[] _pairs;

    public WeightAverage((torch.Tensor Value, torch.Tensor Average)[] pairs)
    {
        _pairs = pairs;
        Exchange();
    }

    /// <summary>Takes values into a run of averages; nothing happens where there are none.</summary>
    /// <param name="averages">θ̄.</param>
    /// <param name="values">θ.</param>
    /// <param name="keep">d.</param>
    public static void Add(Span<float> averages, ReadOnlySpan<float> values, float keep)
    {
        var i = 0;
        for (; i <= averages.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(averages[i..]) * keep) + (new Vector<float>(values[i..]) * (1 - keep))).CopyTo(averages[i..]);
        for (; i < averages.Length; i++)
            averages[i] = (averages[i] * keep) + (values[i] * (1 - keep));
    }

    public void Dispose() => Exchange();

    private void Exchange()
    {
        using var quiet = torch.no_grad();
        foreach (var (value, average) in _pairs)
        {
            using var scope = torch.NewDisposeScope();
            var values = value.detach().clone();
            value.copy_(average);
            average.copy_(values);
        }
    }
}
