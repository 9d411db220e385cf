using System.Diagnostics;
using TextVae.Distributed;
using TextVae.Native;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Training;

/// <summary>
/// Sums the gradients of ranks: all of them lie one after the other in one piece of memory, which is summed at once, and which the
/// optimiser then reads. Each rank's loss is its part of the batch's mean, so the sum is the gradient of the whole batch, and no
/// rank counts by how many sentences or tokens it has.
/// </summary>
internal sealed unsafe class GradientSum(Ranks ranks)
{
    private torch.Tensor? _memory;

    /// <summary>Replaces the gradient of every parameter that has one by its sum over the ranks.</summary>
    /// <param name="parameters">In the same order in all ranks, and those with a gradient the same.</param>
    /// <returns>Seconds that it took, waiting for the other ranks among them.</returns>
    public double Make(IEnumerable<Parameter> parameters)
    {
        var start = Stopwatch.GetTimestamp();
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var moved = parameters.Where(parameter => parameter.grad is not null).ToArray();
        var numbers = moved.Sum(parameter => parameter.numel());
        var memory = Memory(numbers);
        var parts = new torch.Tensor[moved.Length];
        var place = 0L;
        for (var i = 0; i < moved.Length; i++)
        {
            var gradient = moved[i].grad!;
            parts[i] = memory.narrow(0, place, gradient.numel()).view(gradient.shape);
            parts[i].copy_(gradient);
            place += gradient.numel();
        }

        ranks.BeginSum(TensorMemory.Floats(memory.narrow(0, 0, numbers), numbers), numbers).Wait();
        foreach (var (parameter, part) in moved.Zip(parts))
        {
            // On a GPU the memory of the sum is elsewhere.
            if (parameter.device_type == DeviceType.CPU)
                parameter.grad = part;
            else
                parameter.grad!.copy_(part);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private torch.Tensor Memory(long numbers)
    {
        if (_memory?.numel() >= numbers)
            return _memory;
        _memory?.Dispose();
        return _memory = torch.empty([numbers], torch.ScalarType.Float32, torch.CPU).DetachFromDisposeScope();
    }
}
