using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>What a fused recurrence works on.</summary>
internal sealed class GruShape
{
    /// <summary>Describes a recurrence.</summary>
    /// <param name="layout">The order of the tokens.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="inputs">Rows of the gate inputs.</param>
    /// <param name="rows">For each position of [time · batch], its row of the gate inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or a sentence is longer than the batch.</exception>
    public GruShape(SequenceLayout layout, int hidden, long inputs, long[] rows)
    {
        // A wrong index would read or write memory that is none of the tensors'.
        foreach (var row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)inputs, nameof(rows));
        foreach (var position in layout.Positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)rows.Length, nameof(layout));
        Layout = layout;
        Hidden = hidden;
        Rows = rows;
    }

    public SequenceLayout Layout { get; }

    public int Hidden { get; }

    public long[] Rows { get; }

    /// <summary>Features of all gates.</summary>
    public int Gates => 3 * Hidden;
}

/// <summary>
/// A gated recurrence over a whole padded batch. A block of sentences goes through all its steps on one thread, so that
/// no thread ever waits for another; a step is one product for the sentences that still go on and one pass over the
/// gates.
/// </summary>
internal static unsafe class GruKernel<TLanes, TOperand>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    /// <summary>Runs the recurrence.</summary>
    /// <param name="shape">What it works on.</param>
    /// <param name="gateInputs">W x, [rows, 3 · hidden].</param>
    /// <param name="context">What is added to it at every step, [batch, 3 · hidden]; null for nothing.</param>
    /// <param name="initial">The first states, [batch, hidden]; null for zeros.</param>
    /// <param name="weight">U, [3 · hidden, hidden].</param>
    /// <param name="bias">[3 · hidden].</param>
    /// <param name="output">Takes the states at the real positions of [time, batch, hidden].</param>
    /// <param name="operands">Takes the state before each token, [tokens, padded hidden].</param>
    /// <param name="saved">Takes what the gradient needs, [tokens, 4 · hidden]; null for nothing.</param>
    public static void Forward(
        GruShape shape, float* gateInputs, float* context, float* initial, float* weight, float* bias, float* output,
        TOperand* operands, TOperand* saved)
    {
        var (layout, hidden, gates) = (shape.Layout, shape.Hidden, shape.Gates);
        var (depth, panels) = (Panel.Padded(hidden), Panel.Count(gates));
        var width = panels * Panel.Width;
        using var packed = new NativeMemoryBlock((long)panels * depth * Panel.Width * sizeof(TOperand));
        using var nothing = new NativeMemoryBlock((long)gates * sizeof(float));
        var right = (TOperand*)packed.Start;
        var zeros = (float*)nothing.Start;
        new Span<float>(zeros, gates).Clear();
        Workers.For(panels, number => Packing<TLanes, Float32, TOperand>.PanelOfTransposed(
            (Float32*)weight, hidden, hidden, gates, number, right + ((long)number * depth * Panel.Width), depth));
        Workers.For(layout.Blocks.Length, number =>
        {
            var block = layout.Blocks[number];
            using var scratch = new NativeMemoryBlock((long)block.Sentences.Length * width * sizeof(float));
            var products = (float*)scratch.Start;
            for (var row = 0; row < block.Active(0); row++)
            {
                var first = initial is null ? zeros : initial + ((long)block.Sentences[row] * hidden);
                Packing<TLanes, Float32, TOperand>.Row((Float32*)first, hidden, operands + ((long)(block.Starts[0] + row) * depth), depth);
            }

            for (var step = 0; step < block.Steps; step++)
            {
                var (start, active) = (block.Starts[step], block.Active(step));
                for (var panel = 0; panel < panels; panel++)
                {
                    TOperand.Multiply(
                        active, Panel.Width, depth, operands + ((long)start * depth), depth,
                        right + ((long)panel * depth * Panel.Width), products + (panel * Panel.Width), width, add: false);
                }

                var goingOn = step + 1 < block.Steps ? block.Active(step + 1) : 0;
                for (var row = 0; row < active; row++)
                {
                    var (token, sentence) = (start + row, block.Sentences[row]);
                    var position = layout.Positions[token];
                    var next = row < goingOn ? operands + ((long)(block.Starts[step + 1] + row) * depth) : null;
                    GruCell<TLanes, TOperand>.Forward(
                        hidden, gateInputs + (shape.Rows[position] * gates),
                        context is null ? zeros : context + ((long)sentence * gates),
                        products + ((long)row * width), bias, Before(shape, block, step, row, output, initial, zeros),
                        output + ((long)position * hidden), next, saved is null ? null : saved + ((long)token * 4 * hidden));
                    if (next is not null)
                        new Span<TOperand>(next + hidden, depth - hidden).Clear();
                }
            }

            TOperand.Release();
        });
    }

    /// <summary>The gradients of every token's gates, and those of the first states.</summary>
    /// <param name="shape">What it works on.</param>
    /// <param name="gradient">That of the output, [time, batch, hidden]; nothing is read at padding.</param>
    /// <param name="initial">As in <see cref="Forward"/>.</param>
    /// <param name="weight">As in <see cref="Forward"/>.</param>
    /// <param name="output">As in <see cref="Forward"/>.</param>
    /// <param name="saved">As in <see cref="Forward"/>.</param>
    /// <param name="ofGates">Takes, a token, the gradient of U h + b, padded, and then the candidate's part of that of
    /// W x: [tokens, <see cref="GateStride"/>].</param>
    /// <param name="ofInitial">Takes the gradient of the first states, [batch, hidden]; null for nothing.</param>
    public static void Backward(
        GruShape shape, float* gradient, float* initial, float* weight, float* output, TOperand* saved,
        TOperand* ofGates, float* ofInitial)
    {
        var (layout, hidden, gates) = (shape.Layout, shape.Hidden, shape.Gates);
        var (depth, panels, stride) = (Panel.Padded(gates), Panel.Count(hidden), GateStride(hidden));
        var width = panels * Panel.Width;
        using var packed = new NativeMemoryBlock((long)panels * depth * Panel.Width * sizeof(TOperand));
        using var nothing = new NativeMemoryBlock((long)hidden * sizeof(float));
        var right = (TOperand*)packed.Start;
        var zeros = (float*)nothing.Start;
        new Span<float>(zeros, hidden).Clear();
        Workers.For(panels, number => Packing<TLanes, Float32, TOperand>.PanelOf(
            (Float32*)weight, hidden, gates, hidden, number, right + ((long)number * depth * Panel.Width), depth));
        Workers.For(layout.Blocks.Length, number =>
        {
            var block = layout.Blocks[number];
            using var scratch = new NativeMemoryBlock((long)block.Sentences.Length * width * sizeof(float));
            var ofStates = (float*)scratch.Start;
            new Span<float>(ofStates, block.Sentences.Length * width).Clear();
            for (var step = block.Steps - 1; step >= 0; step--)
            {
                var (start, active) = (block.Starts[step], block.Active(step));
                for (var row = 0; row < active; row++)
                {
                    var token = (long)(start + row);
                    GruCell<TLanes, TOperand>.Backward(
                        hidden, gradient + ((long)layout.Positions[token] * hidden), ofStates + ((long)row * width),
                        saved + (token * 4 * hidden), Before(shape, block, step, row, output, initial, zeros),
                        ofGates + (token * stride), ofGates + (token * stride) + depth);
                    new Span<TOperand>(ofGates + (token * stride) + gates, depth - gates).Clear();
                }

                for (var panel = 0; panel < panels; panel++)
                {
                    TOperand.Multiply(
                        active, Panel.Width, depth, ofGates + ((long)start * stride), stride,
                        right + ((long)panel * depth * Panel.Width), ofStates + (panel * Panel.Width), width, add: true);
                }
            }

            for (var row = 0; row < block.Sentences.Length && ofInitial is not null; row++)
            {
                new Span<float>(ofStates + ((long)row * width), hidden).CopyTo(
                    new Span<float>(ofInitial + ((long)block.Sentences[row] * hidden), hidden));
            }

            TOperand.Release();
        });
    }

    /// <summary>Numbers of a token in the gradients of the gates.</summary>
    public static int GateStride(int hidden) => Panel.Padded(3 * hidden) + hidden;

    /// <summary>The state before a step: that of the row at the step before.</summary>
    private static float* Before(
        GruShape shape, SequenceBlock block, int step, int row, float* output, float* initial, float* zeros)
    {
        if (step > 0)
            return output + ((long)shape.Layout.Positions[block.Starts[step - 1] + row] * shape.Hidden);
        return initial is null ? zeros : initial + ((long)block.Sentences[row] * shape.Hidden);
    }
}
