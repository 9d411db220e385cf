using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>
/// The states of unfinished texts: h, the memory of a cell that has one, h as an operand, and the sentence that each
/// belongs to. A step reads one buffer and fills another, because texts change places and may be continued twice.
/// </summary>
internal sealed unsafe class DecodingRows : IDisposable
{
    private readonly int _hidden;
    private readonly int _memory;
    private readonly int _operands;
    private Buffer _now;
    private Buffer _next;

    /// <summary>Takes memory for some texts.</summary>
    /// <param name="count">Texts.</param>
    /// <param name="hidden">Features of a state.</param>
    /// <param name="hasMemory">Whether the cell has a memory.</param>
    /// <param name="operandBytes">Bytes of a state as an operand.</param>
    /// <param name="context">What is added to the gates at every step, [texts, gates · hidden]; null for nothing.</param>
    public DecodingRows(int count, int hidden, bool hasMemory, int operandBytes, NativeMemoryBlock? context)
    {
        (_hidden, _memory, _operands, Context) = (hidden, hasMemory ? hidden : 0, operandBytes, context);
        (_now, _next) = (new Buffer(this, count), new Buffer(this, count));
        Count = count;
        for (var row = 0; row < count; row++)
            _now.Sentences[row] = row;
    }

    /// <summary>Unfinished texts.</summary>
    public int Count { get; private set; }

    /// <summary>As in the constructor.</summary>
    public NativeMemoryBlock? Context { get; }

    /// <summary>h of each text, [texts, hidden].</summary>
    public float* Hidden => (float*)_now.Hidden.Start;

    /// <summary>The memory of each text, [texts, hidden].</summary>
    public float* Memory => (float*)_now.Memory.Start;

    /// <summary>h of each text as an operand, for a multiple of 16 texts.</summary>
    public byte* Operands => (byte*)_now.Operands.Start;

    /// <summary>The sentence that each text belongs to.</summary>
    public int[] Sentences => _now.Sentences;

    /// <summary>h after the step that is being taken.</summary>
    public float* NextHidden => (float*)_next.Hidden.Start;

    /// <summary>The memory after it.</summary>
    public float* NextMemory => (float*)_next.Memory.Start;

    /// <summary>h after it, as an operand.</summary>
    public byte* NextOperands => (byte*)_next.Operands.Start;

    /// <summary>Begins a step after which there are so many texts, each continuing one of the present ones.</summary>
    public void BeginStep(ReadOnlySpan<int> parents)
    {
        if (_next.Rows < parents.Length)
        {
            _next.Dispose();
            _next = new Buffer(this, parents.Length);
        }

        for (var row = 0; row < parents.Length; row++)
            _next.Sentences[row] = _now.Sentences[parents[row]];
    }

    /// <summary>What was filled becomes what is.</summary>
    public void EndStep(int count)
    {
        (_now, _next) = (_next, _now);
        Count = count;
    }

    public void Dispose()
    {
        _now.Dispose();
        _next.Dispose();
        Context?.Dispose();
    }

    private sealed class Buffer : IDisposable
    {
        public Buffer(DecodingRows owner, int rows)
        {
            Rows = rows;
            Hidden = new NativeMemoryBlock((long)rows * owner._hidden * sizeof(float));
            Memory = new NativeMemoryBlock((long)rows * owner._memory * sizeof(float));
            var operands = (long)Panel.Padded(rows) * owner._operands;
            Operands = new NativeMemoryBlock(operands);
            // The rows beyond the last are multiplied with the others; zeros are quick, and no number is invalid.
            new Span<byte>(Operands.Start, checked((int)operands)).Clear();
            Sentences = new int[rows];
        }

        public int Rows { get; }

        public NativeMemoryBlock Hidden { get; }

        public NativeMemoryBlock Memory { get; }

        public NativeMemoryBlock Operands { get; }

        public int[] Sentences { get; }

        public void Dispose()
        {
            Hidden.Dispose();
            Memory.Dispose();
            Operands.Dispose();
        }
    }
}
