using TextVae.Native;
using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>The parameters that generate text, all float32 on the CPU.</summary>
/// <param name="Cell">The recurrence's cell.</param>
/// <param name="Vectors">The vector of each word, [words, embedding].</param>
/// <param name="WeightInput">The part of W that meets a word's vector, [gates · hidden, embedding].</param>
/// <param name="BiasInput">The bias beside it, [gates · hidden]; null where the context brings it.</param>
/// <param name="WeightHidden">U, [gates · hidden, hidden].</param>
/// <param name="BiasHidden">The bias beside U, [gates · hidden].</param>
/// <param name="WeightOutput">The softmax's weights, [words, hidden].</param>
/// <param name="BiasOutput">The softmax's bias, [words].</param>
internal sealed record DecodingParameters(
    CellKind Cell, torch.Tensor Vectors, torch.Tensor WeightInput, torch.Tensor? BiasInput, torch.Tensor WeightHidden,
    torch.Tensor BiasHidden, torch.Tensor WeightOutput, torch.Tensor BiasOutput);

/// <summary>
/// A decoder that goes one word a step, for many texts at once. The weights are packed once for all steps, each word is
/// projected once, and a context once a sentence.
/// </summary>
internal abstract class DecodingKernel : IDisposable
{
    /// <summary>The states before the first word.</summary>
    /// <param name="initial">h and, where the cell has one, the memory, [texts, hidden].</param>
    /// <param name="context">What is added to the gates at every step, [texts, gates · hidden]; null for nothing.</param>
    public abstract DecodingRows Start(RecurrentState initial, torch.Tensor? context);

    /// <summary>Takes a step: text i continues the present text <paramref name="parents"/>[i] with a word.</summary>
    public abstract void Step(DecodingRows rows, int[] parents, int[] words);

    /// <inheritdoc cref="NextWordKernel{TLanes, TOperand}.Rank"/>
    public abstract void Rank(DecodingRows rows, int count, int[] words, float[] logProbabilities);

    /// <inheritdoc cref="NextWordKernel{TLanes, TOperand}.LogProbabilities"/>
    public abstract void LogProbabilities(DecodingRows rows, float[] logProbabilities);

    /// <inheritdoc cref="NextWordKernel{TLanes, TOperand}.LogProbabilitiesOf"/>
    public abstract void LogProbabilitiesOf(DecodingRows rows, int wanted, float[] logProbabilities);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <inheritdoc/>
internal sealed unsafe class DecodingKernel<TCell, TLanes, TOperand> : DecodingKernel
    where TCell : struct, ICell
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    // Rows that share what is read of U; their gates stay in the second cache.
    private const int MostRows = 64;
    private const int FewestRows = 8;

    private readonly DecodingParameters _parameters;
    private readonly PackedMatrix<TLanes, TOperand> _weightHidden;
    private readonly WordTable<TLanes, TOperand> _wordTable;
    private readonly NextWordKernel<TLanes, TOperand> _nextWord;
    private readonly NativeMemoryBlock _zeros;
    private readonly int _hidden;
    private readonly int _gates;

    public DecodingKernel(DecodingParameters parameters)
    {
        var (words, features) = ((int)parameters.Vectors.shape[0], (int)parameters.Vectors.shape[1]);
        _parameters = parameters;
        _hidden = (int)parameters.WeightHidden.shape[1];
        _gates = TCell.Gates * _hidden;
        _weightHidden = new PackedMatrix<TLanes, TOperand>(
            new Matrix(Floats(parameters.WeightHidden, _gates, _hidden), _gates, _hidden, isTransposed: true));
        _wordTable = new WordTable<TLanes, TOperand>(
            words, features, Floats(parameters.Vectors, words, features), _gates,
            Floats(parameters.WeightInput, _gates, features),
            parameters.BiasInput is null ? null : Floats(parameters.BiasInput, _gates));
        _nextWord = new NextWordKernel<TLanes, TOperand>(
            _hidden, words, Floats(parameters.WeightOutput, words, _hidden), Floats(parameters.BiasOutput, words));
        _zeros = new NativeMemoryBlock((long)_gates * sizeof(float));
        new Span<float>(_zeros.Start, _gates).Clear();
    }

    private int Depth => _weightHidden.Depth;

    private float* BiasHidden => Floats(_parameters.BiasHidden, _gates);

    public override DecodingRows Start(RecurrentState initial, torch.Tensor? context)
    {
        var count = (int)initial.Hidden.shape[0];
        var rows = new DecodingRows(count, _hidden, TCell.HasMemory, Depth * sizeof(TOperand), CopyOf(context, count, _gates));
        Copy(initial.Hidden, rows.Hidden);
        if (initial.Cell is not null)
            Copy(initial.Cell, rows.Memory);
        for (var row = 0; row < count; row++)
        {
            Packing<TLanes, Float32, TOperand>.Row(
                (Float32*)rows.Hidden + ((long)row * _hidden), _hidden, (TOperand*)rows.Operands + ((long)row * Depth), Depth);
        }

        return rows;
    }

    public override void Step(DecodingRows rows, int[] parents, int[] words)
    {
        _wordTable.Add(words);
        rows.BeginStep(parents);
        var height = Math.Clamp((words.Length + Workers.Count - 1) / Workers.Count, FewestRows, MostRows);
        Workers.For((words.Length + height - 1) / height, block =>
        {
            var first = block * height;
            Step(rows, first, parents.AsSpan(first, Math.Min(height, parents.Length - first)), words);
            TOperand.Release();
        });
        rows.EndStep(words.Length);
    }

    public override void Rank(DecodingRows rows, int count, int[] words, float[] logProbabilities) =>
        _nextWord.Rank((TOperand*)rows.Operands, rows.Count, count, words, logProbabilities);

    public override void LogProbabilities(DecodingRows rows, float[] logProbabilities) =>
        _nextWord.LogProbabilities((TOperand*)rows.Operands, rows.Count, logProbabilities);

    public override void LogProbabilitiesOf(DecodingRows rows, int wanted, float[] logProbabilities) =>
        _nextWord.LogProbabilitiesOf((TOperand*)rows.Operands, rows.Count, wanted, logProbabilities);

    public override void Dispose()
    {
        _weightHidden.Dispose();
        _wordTable.Dispose();
        _nextWord.Dispose();
        _zeros.Dispose();
    }

    private void Step(DecodingRows rows, int first, ReadOnlySpan<int> parents, int[] words)
    {
        var (padded, width) = (Panel.Padded(parents.Length), _weightHidden.Panels * Panel.Width);
        using var operandMemory = new NativeMemoryBlock((long)padded * Depth * sizeof(TOperand));
        using var productMemory = new NativeMemoryBlock((long)padded * width * sizeof(float));
        var operands = (TOperand*)operandMemory.Start;
        var products = (float*)productMemory.Start;
        for (var row = 0; row < padded; row++)
        {
            var to = new Span<TOperand>(operands + ((long)row * Depth), Depth);
            if (row < parents.Length)
                new Span<TOperand>((TOperand*)rows.Operands + ((long)parents[row] * Depth), Depth).CopyTo(to);
            else
                to.Clear();
        }

        for (var panel = 0; panel < _weightHidden.Panels; panel++)
        {
            TOperand.Multiply(
                padded, Panel.Width, Depth, operands, Depth, _weightHidden[panel], products + (panel * Panel.Width), width,
                add: false);
        }

        for (var row = 0; row < parents.Length; row++)
        {
            var (before, after) = ((long)parents[row] * _hidden, (long)(first + row) * _hidden);
            if (TCell.HasMemory)
                new Span<float>(rows.Memory + before, _hidden).CopyTo(new Span<float>(rows.NextMemory + after, _hidden));
            var operand = (TOperand*)rows.NextOperands + ((long)(first + row) * Depth);
            CellPass<TCell, TLanes, TOperand>.Forward(new CellForward<TOperand>
            {
                Hidden = _hidden,
                OfInput = _wordTable[words[first + row]],
                OfContext = rows.Context is null
                    ? (float*)_zeros.Start
                    : (float*)rows.Context.Start + ((long)rows.Sentences[parents[row]] * _gates),
                OfState = products + ((long)row * width),
                Bias = BiasHidden,
                Before = rows.Hidden + before,
                Memory = TCell.HasMemory ? rows.NextMemory + after : null,
                After = rows.NextHidden + after,
                Operand = operand,
                Saved = null,
            });
            new Span<TOperand>(operand + _hidden, Depth - _hidden).Clear();
        }
    }

    private static NativeMemoryBlock? CopyOf(torch.Tensor? tensor, long rows, long columns)
    {
        if (tensor is null)
            return null;
        var block = new NativeMemoryBlock(rows * columns * sizeof(float));
        Copy(tensor, (float*)block.Start);
        return block;
    }

    private static void Copy(torch.Tensor from, float* to)
    {
        using var whole = from.contiguous();
        var bytes = whole.numel() * sizeof(float);
        System.Buffer.MemoryCopy(Floats(whole, whole.numel()), to, bytes, bytes);
    }

    private static float* Floats(torch.Tensor tensor, long rows, long columns = 1) => TensorMemory.Floats(tensor, rows * columns);
}
