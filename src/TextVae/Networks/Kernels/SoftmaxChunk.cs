using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>
/// What a chunk of tokens leaves for the gradient of the weights: the exponentials in panels of words, and the states,
/// divided by the sums, transposed.
/// </summary>
internal sealed unsafe class SoftmaxChunk<TLanes, TOperand> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    private const int BlockRows = 128;

    private readonly SoftmaxShape _shape;
    private readonly float* _weights;
    private readonly NativeMemoryBlock _exponentials;
    private readonly NativeMemoryBlock _states;

    /// <summary>Takes memory for chunks of so many tokens.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="rows">The most tokens of a chunk.</param>
    /// <param name="ofHidden">Takes the gradients of the states, [tokens, hidden].</param>
    /// <param name="weights">What each loss counts in the gradient of the weights, [tokens]; null for 1.</param>
    public SoftmaxChunk(SoftmaxShape shape, int rows, float* ofHidden, float* weights)
    {
        _shape = shape;
        _weights = weights;
        OfHidden = ofHidden;
        var depth = Panel.Padded(rows);
        _exponentials = new NativeMemoryBlock((long)depth * shape.PaddedWords * sizeof(TOperand));
        _states = new NativeMemoryBlock((long)depth * (shape.Hidden + 1) * sizeof(TOperand));
    }

    /// <summary>The first token.</summary>
    public int First { get; private set; }

    /// <summary>Tokens, padded.</summary>
    public int Depth { get; private set; }

    /// <summary>Where the gradients of the states go, [tokens, hidden].</summary>
    public float* OfHidden { get; }

    /// <summary>Numbers from one panel of exponentials to the next.</summary>
    public long PanelSize => (long)Depth * Panel.Width;

    /// <summary>The states divided by the sums, and the inverse sums as the last row, [hidden + 1, depth].</summary>
    public TOperand* States => (TOperand*)_states.Start;

    /// <summary>Begins a chunk.</summary>
    public void Start(int first, int rows)
    {
        First = first;
        Depth = Panel.Padded(rows);
    }

    /// <summary>Where two tokens, the first of even number, have their rows in the panel that begins with a word.</summary>
    public TOperand* Rows(int token, int word) =>
        (TOperand*)_exponentials.Start + (word / Panel.Width * PanelSize) + ((long)(token - First) * Panel.Width);

    /// <summary>What the loss of a token counts in the gradient of the weights.</summary>
    public float WeightOf(int token) => _weights is null ? 1 : _weights[token];

    /// <summary>Adds Σ p ⊗ h of the chunk to the gradient of the weights, or sets it to that.</summary>
    /// <param name="ofWeight">In panels, as <see cref="SoftmaxShape.GradientSize"/> says.</param>
    public void AddTo(float* ofWeight)
    {
        var rows = _shape.Hidden + 1;
        Workers.For(_shape.WordPanels, panel =>
        {
            for (var row = 0; row < rows; row += BlockRows)
            {
                TOperand.Multiply(
                    Math.Min(BlockRows, rows - row), Panel.Width, Depth, States + ((long)row * Depth), Depth,
                    Rows(First, panel * Panel.Width), ofWeight + ((((long)panel * rows) + row) * Panel.Width), Panel.Width,
                    add: First > 0);
            }

            TOperand.Release();
        });
    }

    public void Dispose()
    {
        _exponentials.Dispose();
        _states.Dispose();
    }
}
