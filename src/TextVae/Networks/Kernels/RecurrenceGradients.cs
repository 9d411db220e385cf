using System.Runtime.CompilerServices;
using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>The gradients of a recurrence's inputs and weights, from those of every token's gates.</summary>
internal static unsafe class RecurrenceGradients<TCell, TLanes, TOperand>
    where TCell : struct, ICell
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    private const int SliceWidth = 128;

    // Tokens whose gates are packed together; a few megabytes, which the last cache holds.
    private const int ChunkTokens = 2048;

    /// <summary>
    /// Sums over tokens, in their order: by row of the gate inputs, by sentence and over all. A thread has some of the
    /// columns, so no sum depends on the threads.
    /// </summary>
    /// <param name="shape">What the recurrence worked on.</param>
    /// <param name="ofGates">As in <see cref="RecurrenceKernel{TCell, TLanes, TOperand}.Backward"/>.</param>
    /// <param name="ofRows">Zeros; takes the gradient of the gate inputs, [rows, gates · hidden].</param>
    /// <param name="ofContext">Zeros; takes the gradient of the context, [batch, gates · hidden]; null for nothing.</param>
    /// <param name="ofBias">Zeros; takes the gradient of the bias beside U, [gates · hidden].</param>
    public static void Sum(RecurrenceShape shape, TOperand* ofGates, float* ofRows, float* ofContext, float* ofBias)
    {
        var (hidden, gates, stride) = (shape.Hidden, TCell.Gates * shape.Hidden, Stride(shape));
        var (depth, apart) = (Panel.Padded(gates), (TCell.Gates - TCell.GatesApart) * hidden);
        var slices = (hidden + SliceWidth - 1) / SliceWidth;
        Workers.For(TCell.Gates * slices, number =>
        {
            var (gate, first) = (number / slices, number % slices * SliceWidth);
            var width = Math.Min(SliceWidth, hidden - first);
            var column = (gate * hidden) + first;
            var ofInput = ofGates + (column < apart ? column : depth + column - apart);
            for (var token = 0L; token < shape.Layout.Tokens; token++)
            {
                var position = shape.Layout.Positions[token];
                Add(ofInput + (token * stride), ofRows + (shape.Rows[position] * gates) + column, width);
                if (ofContext is not null)
                    Add(ofInput + (token * stride), ofContext + ((long)(position % shape.Layout.Batch) * gates) + column, width);
                Add(ofGates + (token * stride) + column, ofBias + column, width);
            }
        });
    }

    /// <summary>The transposed gradient of U, [hidden, gates · hidden]: Σ h ⊗ gates over the tokens.</summary>
    /// <param name="shape">What the recurrence worked on.</param>
    /// <param name="operands">The state before each token, as in the forward pass.</param>
    /// <param name="ofGates">As in <see cref="Sum"/>.</param>
    /// <param name="ofWeight">Takes the result.</param>
    public static void OfWeight(RecurrenceShape shape, TOperand* operands, TOperand* ofGates, float* ofWeight)
    {
        var (hidden, gates, stride) = (shape.Hidden, TCell.Gates * shape.Hidden, Stride(shape));
        var (most, panels) = (Panel.Padded(Math.Min(shape.Layout.Tokens, ChunkTokens)), Panel.Count(gates));
        using var leftMemory = new NativeMemoryBlock((long)hidden * most * sizeof(TOperand));
        using var rightMemory = new NativeMemoryBlock((long)panels * Panel.Width * most * sizeof(TOperand));
        var left = (TOperand*)leftMemory.Start;
        var right = (TOperand*)rightMemory.Start;
        for (var start = 0L; start < shape.Layout.Tokens; start += ChunkTokens)
        {
            var tokens = (int)Math.Min(ChunkTokens, shape.Layout.Tokens - start);
            var depth = Panel.Padded(tokens);
            var gradients = ofGates + (start * stride);
            var states = operands + (start * Panel.Padded(hidden));
            Workers.For(panels, number => Packing<TLanes, TOperand, TOperand>.PanelOf(
                gradients, stride, tokens, gates, number, right + ((long)number * depth * Panel.Width), depth));
            Workers.For(Panel.Count(hidden), number =>
            {
                var (first, end) = (number * Panel.Width, Math.Min((number + 1) * Panel.Width, hidden));
                Packing<TLanes, TOperand, TOperand>.Transposed(states, Panel.Padded(hidden), tokens, first, end, left, depth);
                Packing<TLanes, TOperand, TOperand>.ClearPadding(left, first, end, tokens, depth);
            });
            BlockProduct<TOperand>.Run(left, hidden, right, depth, gates, ofWeight, add: start > 0);
        }
    }

    private static int Stride(RecurrenceShape shape) => RecurrenceKernel<TCell, TLanes, TOperand>.GateStride(shape.Hidden);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TOperand* from, float* to, int width)
    {
        var j = 0;
        for (; j <= width - TLanes.Count; j += TLanes.Count)
            (TLanes.Load(to + j) + TOperand.Load<TLanes>(from + j)).Store(to + j);
        for (; j < width; j++)
            (ScalarLanes.Load(to + j) + TOperand.Load<ScalarLanes>(from + j)).Store(to + j);
    }
}
