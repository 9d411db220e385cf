using TextVae.Native;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Training;

/// <summary>
/// Moves the parameters of a model by their gradients, in one pass over the memory of all of them, shared out to the workers.
/// Its state is plain tensors, so that a checkpoint can hold it. Beside the parameters it can keep their exponential moving
/// average, which evaluations then use.
/// </summary>
public abstract unsafe class Optimizer : IDisposable
{
    private readonly IReadOnlyList<string> _moments;
    private readonly double _average;
    private readonly Slot[] _slots;

    // What a model has counted beside its parameters, as running statistics: averages of parameters need averages of these.
    private readonly (string Name, torch.Tensor Counted, torch.Tensor Average)[] _counted;

    private protected Optimizer(torch.nn.Module model, IReadOnlyList<string> moments, double average)
    {
        _moments = moments;
        _average = average;
        using var scope = torch.NewDisposeScope();
        _slots = [.. model.named_parameters().Select(named => new Slot(
            named.name, named.parameter, [.. moments.Select(_ => named.parameter.detach().zeros_like().DetachFromDisposeScope())],
            average > 0 ? named.parameter.detach().clone().DetachFromDisposeScope() : null))];
        _counted = average > 0
            ? [.. model.named_buffers().Select(named => (named.name, named.buffer, named.buffer.clone().DetachFromDisposeScope()))]
            : [];
        IsPlain = _slots.Any(slot => slot.Parameter.device_type != DeviceType.CPU);
    }

    /// <summary>What its moments are called after in a checkpoint.</summary>
    internal abstract string Name { get; }

    /// <summary>Updates made so far, of all parameters but those of an encoder.</summary>
    public long Updates { get; set; }

    /// <summary>Those of an encoder's parameters, which steps may move by themselves.</summary>
    public long EncoderUpdates { get; set; }

    /// <summary>Whether torch operations do it, as they have to where the parameters are not in the processor's memory.</summary>
    internal bool IsPlain { get; set; }

    /// <summary>The parameters that are moved.</summary>
    public IEnumerable<Parameter> Parameters => _slots.Select(slot => slot.Parameter);

    /// <summary>
    /// The moments of every parameter by name, such as "first.NAME", and "average.NAME" where there is an average.
    /// </summary>
    public IEnumerable<(string Name, torch.Tensor Tensor)> State => _slots.SelectMany(slot =>
    {
        var moments = _moments.Zip(slot.Moments, (moment, tensor) => ($"{moment}.{slot.Name}", tensor));
        return slot.Average is null ? moments : moments.Append((AverageOf(slot.Name), slot.Average));
    }).Concat(_counted.Select(counted => (AverageOf(counted.Name), counted.Average)));

    /// <summary>The optimiser that the options name.</summary>
    /// <exception cref="RecipeException">An option has a value that is not allowed; every such one is named.</exception>
    public static Optimizer For(torch.nn.Module model, TrainingOptions options)
    {
        RecipeException.ThrowIfAny(options.Problems());
        return options.Optimizer switch
        {
            OptimizerKind.Adam => new Adam(model, options.WeightDecay, isDecoupled: false, options.Average),
            OptimizerKind.AdamW => new Adam(model, options.WeightDecay, isDecoupled: true, options.Average),
            OptimizerKind.Sgd => new Sgd(model, options.Momentum, options.WeightDecay, options.Average),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, message: null),
        };
    }

    /// <summary>Numbers kept for each parameter, itself and its gradient among them.</summary>
    internal static int CopiesOf(TrainingOptions options) =>
        2 + (options.Optimizer != OptimizerKind.Sgd ? 2 : options.Momentum > 0 ? 1 : 0) + (options.Average > 0 ? 1 : 0);

    /// <summary>One update from the gradients in the parameters, each multiplied by a factor first.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="gradientFactor">What every gradient is multiplied with, for clipping.</param>
    public void Step(double learningRate, double gradientFactor = 1)
    {
        var moved = _slots.Where(slot => slot.Parameter.grad is not null).ToArray();
        Updates += moved.Any(slot => !slot.IsOfEncoder) ? 1 : 0;
        EncoderUpdates += moved.Any(slot => slot.IsOfEncoder) ? 1 : 0;
        var (others, ofEncoder) = (NewPartUpdate(learningRate, Updates), NewPartUpdate(learningRate, EncoderUpdates));
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        foreach (var (name, counted, average) in _counted)
        {
            var (_, keep) = EncoderPart.Has(name) ? ofEncoder : others;
            average.MultiplyInPlace(keep).AddInPlace(counted.Times(1 - keep));
        }

        if (IsPlain)
        {
            foreach (var slot in moved)
            {
                var (update, keep) = slot.IsOfEncoder ? ofEncoder : others;
                update.Run(slot.Parameter, slot.Parameter.grad!.Times(gradientFactor), slot.Moments);
                slot.Average?.MultiplyInPlace(keep).AddInPlace(slot.Parameter.Times(1 - keep));
            }

            return;
        }

        SlotMemory[] memory = [.. moved.Select(slot => new SlotMemory(slot, slot.Parameter.grad!.contiguous()))];
        var blocks = ParameterBlock.Of(moved.Select(slot => slot.Parameter.numel()));
        Workers.For(blocks.Length, i =>
        {
            var block = blocks[i];
            var of = memory[block.Tensor];
            var (update, keep) = moved[block.Tensor].IsOfEncoder ? ofEncoder : others;
            Span<float> Part(nint start) => start == 0 ? [] : new((float*)start + block.Start, block.Length);
            var values = Part(of.Value);
            update.Run(values, Part(of.Gradient), Part(of.First), Part(of.Second), (float)gradientFactor);
            WeightAverage.Add(Part(of.Average), values, keep);
        });
    }

    /// <summary>Forgets what was done: the moments are zero, and the average is the parameters as they are.</summary>
    internal void Reset()
    {
        using var quiet = torch.no_grad();
        Updates = 0;
        EncoderUpdates = 0;
        foreach (var slot in _slots)
        {
            foreach (var moment in slot.Moments)
                moment.zero_();
            slot.Average?.copy_(slot.Parameter);
        }

        foreach (var (_, counted, average) in _counted)
            average.copy_(counted);
    }

    /// <summary>
    /// Puts the average in the place of the parameters until what is returned is disposed; nothing happens without one.
    /// </summary>
    internal IDisposable UseAverage() => new WeightAverage(
    [
        .. from slot in _slots where slot.Average is not null select (slot.Parameter, slot.Average),
        .. _counted.Select(counted => (counted.Counted, counted.Average)),
    ]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, tensor) in State)
            tensor.Dispose();
    }

    /// <summary>What an update does.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="updates">Updates so far, this one among them.</param>
    private protected abstract IUpdate NewUpdate(double learningRate, long updates);

    private static string AverageOf(string name) => $"average.{name}";

    // Early on, an average that the first parameters count little in (as TensorFlow's, by the number of updates).
    private (IUpdate Update, float Keep) NewPartUpdate(double learningRate, long updates) =>
        (NewUpdate(learningRate, updates), (float)Math.Min(_average, (1.0 + updates) / (10.0 + updates)));

    private sealed record Slot(string Name, Parameter Parameter, torch.Tensor[] Moments, torch.Tensor? Average)
    {
        public bool IsOfEncoder { get; } = EncoderPart.Has(Name);
    }

    /// <summary>Where the numbers of a slot begin, 0 for those it has not; as numbers, because pointers fit into no array.</summary>
    private sealed class SlotMemory(Slot slot, torch.Tensor gradient)
    {
        public nint Value { get; } = Gradients.Start(slot.Parameter);

        public nint Gradient { get; } = Gradients.Start(gradient);

        public nint First { get; } = slot.Moments.Length > 0 ? Gradients.Start(slot.Moments[0]) : 0;

        public nint Second { get; } = slot.Moments.Length > 1 ? Gradients.Start(slot.Moments[1]) : 0;

        public nint Average { get; } = slot.Average is null ? 0 : Gradients.Start(slot.Average);
    }
}
