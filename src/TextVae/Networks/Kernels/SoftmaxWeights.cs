using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>A softmax's weights and bias in the order and precision of operands, for the time of one pass.</summary>
internal sealed unsafe class SoftmaxWeights<TLanes, TOperand> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    // Far below any logit, so that words that are only padding have no probability.
    private const float Never = -1e30f;

    private readonly SoftmaxShape _shape;
    private readonly NativeMemoryBlock _forLogits;
    private readonly NativeMemoryBlock? _forStates;
    private readonly NativeMemoryBlock _bias;
    private readonly float* _weight;

    /// <summary>Packs them.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weight">W, [words, hidden].</param>
    /// <param name="bias">b, [words].</param>
    /// <param name="withGradient">Whether the gradient of the states will be wanted.</param>
    public SoftmaxWeights(SoftmaxShape shape, float* weight, float* bias, bool withGradient)
    {
        _shape = shape;
        _weight = weight;
        _forLogits = new NativeMemoryBlock((long)shape.PaddedWords * shape.Depth * sizeof(TOperand));
        _forStates = withGradient ? new NativeMemoryBlock((long)shape.PaddedWords * StateRow * sizeof(TOperand)) : null;
        _bias = new NativeMemoryBlock((long)shape.PaddedWords * sizeof(float));
        new Span<float>(bias, shape.Words).CopyTo(new Span<float>(Bias, shape.Words));
        new Span<float>(Bias + shape.Words, shape.PaddedWords - shape.Words).Fill(Never);
        Workers.For(shape.WordPanels, number => Packing<TLanes, Float32, TOperand>.PanelOfTransposed(
            (Float32*)weight, shape.Hidden, shape.Hidden, shape.Words, number, ForLogits(number), shape.Depth));
        if (!withGradient)
            return;
        var blocks = (shape.PaddedWords + SoftmaxShape.BlockWords - 1) / SoftmaxShape.BlockWords;
        Workers.For(blocks * shape.HiddenPanels, number =>
        {
            var (first, panel) = (number / shape.HiddenPanels * SoftmaxShape.BlockWords, number % shape.HiddenPanels);
            Packing<TLanes, Float32, TOperand>.PanelOf(
                (Float32*)weight + ((long)first * shape.Hidden), shape.Hidden, Math.Min(BlockWords(first), shape.Words - first),
                shape.Hidden, panel, ForStates(first, panel), BlockWords(first));
        });
    }

    /// <summary>b, [padded words].</summary>
    public float* Bias => (float*)_bias.Start;

    /// <summary>The weights of a word as they are, [hidden].</summary>
    public float* Of(long word) => _weight + (word * _shape.Hidden);

    private long StateRow => (long)_shape.HiddenPanels * Panel.Width;

    /// <summary>Words of the block that begins at a word.</summary>
    public int BlockWords(int first) => Math.Min(SoftmaxShape.BlockWords, _shape.PaddedWords - first);

    /// <summary>Wᵀ for the words of a panel, [padded hidden, panel].</summary>
    public TOperand* ForLogits(int panel) => (TOperand*)_forLogits.Start + ((long)panel * _shape.Depth * Panel.Width);

    /// <summary>W for the words of a block and the features of a panel, [block's words, panel].</summary>
    public TOperand* ForStates(int first, int panel) =>
        (TOperand*)_forStates!.Start + (first * StateRow) + ((long)panel * BlockWords(first) * Panel.Width);

    public void Dispose()
    {
        _forLogits.Dispose();
        _forStates?.Dispose();
        _bias.Dispose();
    }
}
