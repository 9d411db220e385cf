using System.Numerics;
using TextVae.Native;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) in one pass over the memory of all parameters, shared
/// out to the workers: m ← β₁m + (1 − β₁)g,
/// v ← β₂v + (1 − β₂)g², θ ← θ − α (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε). Its state is plain tensors, so that a
/// checkpoint can hold it.
/// </summary>
public sealed unsafe class Adam : IDisposable
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly (string Name, Parameter Parameter, torch.Tensor First, torch.Tensor Second)[] _slots;

    /// <summary>Makes the optimiser of a model's parameters, with both moments zero.</summary>
    public Adam(torch.nn.Module model)
    {
        _slots =
        [
            .. model.named_parameters().Select(named => (
                named.name, named.parameter,
                named.parameter.detach().zeros_like().DetachFromDisposeScope(),
                named.parameter.detach().zeros_like().DetachFromDisposeScope())),
        ];
        IsPlain = _slots.Any(slot => slot.Parameter.device_type != DeviceType.CPU);
    }

    /// <summary>Updates made so far (t of the equations).</summary>
    public long Updates { get; set; }

    /// <summary>Whether torch operations do it, as they have to where the parameters are not in the processor's memory.</summary>
    internal bool IsPlain { get; set; }

    /// <summary>The parameters that are moved.</summary>
    public IEnumerable<Parameter> Parameters => _slots.Select(slot => slot.Parameter);

    /// <summary>Both moments of every parameter by name: m as "first.NAME", v as "second.NAME".</summary>
    public IEnumerable<(string Name, torch.Tensor Tensor)> State => _slots.SelectMany(slot =>
        new[] { ("first." + slot.Name, slot.First), ("second." + slot.Name, slot.Second) });

    /// <summary>One update from the gradients in the parameters, each multiplied by a factor first.</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="gradientFactor">What every gradient is multiplied with, for clipping.</param>
    public void Step(double learningRate, double gradientFactor = 1)
    {
        Updates++;
        var rate = (float)(learningRate / (1 - Math.Pow(Beta1, Updates)));
        var correction = (float)(1 / (1 - Math.Pow(Beta2, Updates)));
        using var scope = torch.NewDisposeScope();
        if (IsPlain)
        {
            PlainStep(rate, correction, gradientFactor);
            return;
        }

        (nint Value, nint Gradient, nint First, nint Second, long Size)[] memory =
        [
            .. from slot in _slots
               let gradient = slot.Parameter.grad
               where gradient is not null
               select (Gradients.Start(slot.Parameter), Gradients.Start(gradient.contiguous()), Gradients.Start(slot.First),
                   Gradients.Start(slot.Second), slot.Parameter.numel()),
        ];
        var blocks = ParameterBlock.Of(memory.Select(tensor => tensor.Size));
        Workers.For(blocks.Length, i =>
        {
            var block = blocks[i];
            var tensor = memory[block.Tensor];
            Span<float> Part(nint start) => new((float*)start + block.Start, block.Length);
            Update(
                Part(tensor.Value), Part(tensor.Gradient), Part(tensor.First), Part(tensor.Second), rate, correction,
                (float)gradientFactor);
        });
    }

    /// <summary>The same in torch operations, for any device.</summary>
    private void PlainStep(float rate, float correction, double gradientFactor)
    {
        using var quiet = torch.no_grad();
        foreach (var (_, parameter, first, second) in _slots)
        {
            if (parameter.grad is not { } gradient)
                continue;
            var g = gradient * gradientFactor;
            first.mul_(Beta1).add_(g * (1 - Beta1));
            second.mul_(Beta2).add_(g * g * (1 - Beta2));
            parameter.sub_(first * rate / ((second * correction).sqrt() + Epsilon));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.First.Dispose();
            slot.Second.Dispose();
        }
    }

    private static void Update(
        Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second,
        float rate, float correction, float factor)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradients[i..]) * factor;
            var m = (new Vector<float>(first[i..]) * Beta1) + (g * (1 - Beta1));
            var v = (new Vector<float>(second[i..]) * Beta2) + (g * g * (1 - Beta2));
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            var step = m * rate / (Vector.SquareRoot(v * correction) + new Vector<float>(Epsilon));
            (new Vector<float>(values[i..]) - step).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            var g = gradients[i] * factor;
            first[i] = (first[i] * Beta1) + (g * (1 - Beta1));
            second[i] = (second[i] * Beta2) + (g * g * (1 - Beta2));
            values[i] -= first[i] * rate / (MathF.Sqrt(second[i] * correction) + Epsilon);
        }
    }
}
