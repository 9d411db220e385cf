using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>
/// A gated recurrence over a whole padded batch. A block of sentences goes through all its steps on one thread, so that
/// no thread ever waits for another; a step is one product for the sentences that still go on and one pass over the
/// gates.
/// </summary>
internal static unsafe class RecurrenceKernel<TCell, TLanes, TOperand>
    where TCell : struct, ICell
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    /// <summary>Runs the recurrence.</summary>
    /// <param name="shape">What it works on.</param>
    /// <param name="gateInputs">W x, [rows, gates · hidden].</param>
    /// <param name="context">What is added to it at every step, [batch, gates · hidden]; null for nothing.</param>
    /// <param name="initial">The first states, [batch, hidden]; null for zeros.</param>
    /// <param name="memory">The first memories of a cell that has one, [batch, hidden]; null for zeros.</param>
    /// <param name="weight">U, [gates · hidden, hidden].</param>
    /// <param name="bias">[gates · hidden].</param>
    /// <param name="output">Takes the states at the real positions of [time, batch, hidden].</param>
    /// <param name="operands">Takes the state before each token, [tokens, padded hidden].</param>
    /// <param name="saved">Takes what the gradient needs, [tokens, saved · hidden]; null for nothing.</param>
    public static void Forward(
        RecurrenceShape shape, float* gateInputs, float* context, float* initial, float* memory, float* weight,
        float* bias, float* output, TOperand* operands, TOperand* saved)
    {
        var (layout, hidden, gates) = (shape.Layout, shape.Hidden, TCell.Gates * shape.Hidden);
        using var packed = new PackedMatrix<TLanes, TOperand>(new Matrix(weight, gates, hidden, isTransposed: true));
        var (depth, panels) = (packed.Depth, packed.Panels);
        var width = panels * Panel.Width;
        using var nothing = Zeros(gates);
        var zeros = (float*)nothing.Start;
        Workers.For(layout.Blocks.Length, number =>
        {
            var block = layout.Blocks[number];
            using var scratch = new NativeMemoryBlock((long)block.Sentences.Length * width * sizeof(float));
            using var memories = Memories(block, hidden, memory);
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
                        packed[panel], products + (panel * Panel.Width), width, add: false);
                }

                var goingOn = step + 1 < block.Steps ? block.Active(step + 1) : 0;
                for (var row = 0; row < active; row++)
                {
                    var (token, sentence) = (start + row, block.Sentences[row]);
                    var position = layout.Positions[token];
                    var next = row < goingOn ? operands + ((long)(block.Starts[step + 1] + row) * depth) : null;
                    CellPass<TCell, TLanes, TOperand>.Forward(new CellForward<TOperand>
                    {
                        Hidden = hidden,
                        OfInput = gateInputs + (shape.Rows[position] * gates),
                        OfContext = context is null ? zeros : context + ((long)sentence * gates),
                        OfState = products + ((long)row * width),
                        Bias = bias,
                        Before = Before(shape, block, step, row, output, initial, zeros),
                        Memory = (float*)memories.Start + ((long)row * hidden),
                        After = output + ((long)position * hidden),
                        Operand = next,
                        Saved = saved is null ? null : saved + ((long)token * TCell.Saved * hidden),
                    });
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
    /// <param name="ofGates">Takes, a token, the gradient of U h + b, padded, and then the part of that of W x that
    /// differs: [tokens, <see cref="GateStride"/>].</param>
    /// <param name="ofInitial">Takes the gradient of the first states, [batch, hidden]; null for nothing.</param>
    /// <param name="ofMemory">Takes the gradient of the first memories, [batch, hidden]; null for nothing.</param>
    public static void Backward(
        RecurrenceShape shape, float* gradient, float* initial, float* weight, float* output, TOperand* saved,
        TOperand* ofGates, float* ofInitial, float* ofMemory)
    {
        var (layout, hidden, gates) = (shape.Layout, shape.Hidden, TCell.Gates * shape.Hidden);
        using var packed = new PackedMatrix<TLanes, TOperand>(new Matrix(weight, gates, hidden));
        var (depth, panels, stride) = (packed.Depth, packed.Panels, GateStride(hidden));
        var width = panels * Panel.Width;
        using var nothing = Zeros(hidden);
        var zeros = (float*)nothing.Start;
        Workers.For(layout.Blocks.Length, number =>
        {
            var block = layout.Blocks[number];
            using var scratch = Zeros((long)block.Sentences.Length * width);
            using var memories = Memories(block, hidden, first: null);
            var ofStates = (float*)scratch.Start;
            var ofMemories = (float*)memories.Start;
            for (var step = block.Steps - 1; step >= 0; step--)
            {
                var (start, active) = (block.Starts[step], block.Active(step));
                for (var row = 0; row < active; row++)
                {
                    var token = (long)(start + row);
                    CellPass<TCell, TLanes, TOperand>.Backward(new CellBackward<TOperand>
                    {
                        Hidden = hidden,
                        Gradient = gradient + ((long)layout.Positions[token] * hidden),
                        OfState = ofStates + ((long)row * width),
                        OfMemory = ofMemories + ((long)row * hidden),
                        Saved = saved + (token * TCell.Saved * hidden),
                        Before = Before(shape, block, step, row, output, initial, zeros),
                        OfProduct = ofGates + (token * stride),
                        OfInput = ofGates + (token * stride) + depth,
                    });
                    new Span<TOperand>(ofGates + (token * stride) + gates, depth - gates).Clear();
                }

                for (var panel = 0; panel < panels; panel++)
                {
                    TOperand.Multiply(
                        active, Panel.Width, depth, ofGates + ((long)start * stride), stride,
                        packed[panel], ofStates + (panel * Panel.Width), width, add: true);
                }
            }

            Scatter(block, hidden, ofStates, width, ofInitial);
            Scatter(block, hidden, ofMemories, hidden, ofMemory);
            TOperand.Release();
        });
    }

    /// <summary>Numbers of a token in the gradients of the gates.</summary>
    public static int GateStride(int hidden) => Panel.Padded(TCell.Gates * hidden) + (TCell.GatesApart * hidden);

    /// <summary>The state before a step: that of the row at the step before.</summary>
    private static float* Before(
        RecurrenceShape shape, SequenceBlock block, int step, int row, float* output, float* initial, float* zeros)
    {
        if (step > 0)
            return output + ((long)shape.Layout.Positions[block.Starts[step - 1] + row] * shape.Hidden);
        return initial is null ? zeros : initial + ((long)block.Sentences[row] * shape.Hidden);
    }

    /// <summary>The memories of a block's sentences, [sentences, hidden]; nothing where the cell has none.</summary>
    private static NativeMemoryBlock Memories(SequenceBlock block, int hidden, float* first)
    {
        var memories = Zeros(TCell.HasMemory ? (long)block.Sentences.Length * hidden : 0);
        for (var row = 0; row < block.Sentences.Length && TCell.HasMemory && first is not null; row++)
        {
            new Span<float>(first + ((long)block.Sentences[row] * hidden), hidden).CopyTo(
                new Span<float>((float*)memories.Start + ((long)row * hidden), hidden));
        }

        return memories;
    }

    /// <summary>From the rows of a block to those of the batch; to nowhere where nothing is wanted.</summary>
    private static void Scatter(SequenceBlock block, int hidden, float* from, int stride, float* to)
    {
        for (var row = 0; row < block.Sentences.Length && to is not null; row++)
        {
            new Span<float>(from + ((long)row * stride), hidden).CopyTo(
                new Span<float>(to + ((long)block.Sentences[row] * hidden), hidden));
        }
    }

    private static NativeMemoryBlock Zeros(long count)
    {
        var block = new NativeMemoryBlock(count * sizeof(float));
        new Span<float>(block.Start, checked((int)count)).Clear();
        return block;
    }
}
