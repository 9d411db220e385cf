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
/// <para>
/// Between machines, the sum of the softmax's weights, often half of all numbers, begins when the backward pass has made their gradient,
/// which it does first, and goes on beside the rest of it. On one machine it would take time from what computes.
/// </para>
/// </summary>
internal sealed unsafe class GradientSum(Ranks ranks) : IDisposable
{
    private torch.Tensor? _memory;
    private (Parameter Of, long Numbers, IPendingSum Sum)? _early;

    /// <summary>Whether gradients are elsewhere than in the processor's memory, and sums have to be copied back.</summary>
    internal bool CopiesBack { get; init; }

    /// <summary>Whether a part is summed while the backward pass goes on.</summary>
    private bool IsOverlapped => ranks.OnThisMachine < ranks.Count;

    /// <summary>Listens to a step from before its forward pass until what is returned is disposed.</summary>
    /// <param name="parameters">Those that the step will move.</param>
    public IDisposable? Listen(IEnumerable<Parameter> parameters)
    {
        if (!IsOverlapped)
            return null;
        Reserve(parameters.Sum(parameter => parameter.numel()));
        return EarlyGradient.Listen(Begin);
    }

    /// <summary>Replaces the gradient of every parameter that has one by its sum over the ranks.</summary>
    /// <param name="parameters">In the same order in all ranks, and those with a gradient the same.</param>
    /// <returns>Seconds that it took, waiting for the other ranks among them.</returns>
    public double Make(IEnumerable<Parameter> parameters)
    {
        var start = Stopwatch.GetTimestamp();
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var moved = parameters.Where(parameter => parameter.grad is not null).ToArray();
        var early = _early is { } begun && moved.Any(parameter => ReferenceEquals(parameter, begun.Of)) ? _early : null;
        if (early is null)
            WaitForEarly();
        var rest = moved.Where(parameter => !ReferenceEquals(parameter, early?.Of)).ToArray();
        var first = early?.Numbers ?? 0;
        var numbers = rest.Sum(parameter => parameter.numel());
        var memory = Reserve(first + numbers);
        var parts = Parts(memory, first, rest);
        foreach (var (parameter, part) in parts)
            part.copy_(parameter.grad!);
        var sum = ranks.BeginSum(TensorMemory.Floats(memory.narrow(0, first, numbers), numbers), numbers);
        WaitForEarly();
        sum.Wait();
        foreach (var (parameter, part) in early is null ? parts : [.. parts, .. Parts(memory, 0, [early.Value.Of])])
        {
            if (CopiesBack || parameter.device_type != DeviceType.CPU)
                parameter.grad!.copy_(part);
            else
                parameter.grad = part;
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        WaitForEarly();
        _memory?.Dispose();
        _memory = null;
    }

    private static (Parameter Parameter, torch.Tensor Part)[] Parts(torch.Tensor memory, long start, Parameter[] parameters)
    {
        var parts = new (Parameter, torch.Tensor)[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            parts[i] = (parameters[i], memory.narrow(0, start, parameters[i].numel()).view(parameters[i].shape));
            start += parameters[i].numel();
        }

        return parts;
    }

    private void Begin(Parameter parameter, torch.Tensor gradient)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var part = _memory!.narrow(0, 0, parameter.numel());
        part.copy_(gradient.flatten());
        _early = (parameter, parameter.numel(), ranks.BeginSum(TensorMemory.Floats(part, parameter.numel()), parameter.numel()));
    }

    private void WaitForEarly()
    {
        _early?.Sum.Wait();
        _early = null;
    }

    // What is being summed stays where it is: there is room for all before a step begins.
    private torch.Tensor Reserve(long numbers)
    {
        if (_memory?.numel() >= numbers)
            return _memory;
        _memory?.Dispose();
        return _memory = torch.empty([numbers], torch.ScalarType.Float32, torch.CPU).DetachFromDisposeScope();
    }
}
