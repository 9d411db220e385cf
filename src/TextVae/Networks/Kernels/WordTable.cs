using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>
/// W x + b of the words of a vocabulary, each computed when it is first asked for: texts use few different words, and
/// each of them often.
/// </summary>
internal sealed unsafe class WordTable<TLanes, TOperand> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    private readonly PackedMatrix<TLanes, TOperand> _weight;
    private readonly float* _vectors;
    private readonly float* _bias;
    private readonly int _features;
    private readonly nint[] _rows;
    private readonly List<NativeMemoryBlock> _blocks = [];

    /// <summary>Makes an empty table. The pointers have to outlive it.</summary>
    /// <param name="words">The size of the vocabulary.</param>
    /// <param name="features">Features of a word's vector.</param>
    /// <param name="vectors">x of each word, [words, features].</param>
    /// <param name="outputs">Rows of W.</param>
    /// <param name="weight">W, [outputs, features].</param>
    /// <param name="bias">b, [outputs]; null for nothing.</param>
    public WordTable(int words, int features, float* vectors, int outputs, float* weight, float* bias)
    {
        _weight = new PackedMatrix<TLanes, TOperand>(new Matrix(weight, outputs, features, isTransposed: true));
        _rows = new nint[words];
        _features = features;
        _vectors = vectors;
        _bias = bias;
    }

    /// <summary>W x + b of a word that was added.</summary>
    public float* this[int word] => (float*)_rows[word];

    /// <summary>Computes those of the words that are not there yet.</summary>
    public void Add(ReadOnlySpan<int> words)
    {
        var missing = new List<int>();
        foreach (var word in words)
        {
            if (_rows[word] != 0)
                continue;
            missing.Add(word);
            // Marked at once, so that a word is taken only once.
            _rows[word] = -1;
        }

        if (missing.Count == 0)
            return;
        var (depth, outputs) = (_weight.Depth, _weight.Columns);
        using var left = new NativeMemoryBlock((long)missing.Count * depth * sizeof(TOperand));
        var block = new NativeMemoryBlock((long)missing.Count * outputs * sizeof(float));
        _blocks.Add(block);
        for (var i = 0; i < missing.Count; i++)
        {
            Packing<TLanes, Float32, TOperand>.Row(
                (Float32*)_vectors + ((long)missing[i] * _features), _features, (TOperand*)left.Start + ((long)i * depth), depth);
        }

        var result = (float*)block.Start;
        BlockProduct<TOperand>.Run((TOperand*)left.Start, missing.Count, _weight.Start, depth, outputs, result);
        for (var i = 0; i < missing.Count; i++)
        {
            var row = result + ((long)i * outputs);
            for (var j = 0; j < outputs && _bias is not null; j++)
                row[j] += _bias[j];
            _rows[missing[i]] = (nint)row;
        }
    }

    public void Dispose()
    {
        _weight.Dispose();
        foreach (var block in _blocks)
            block.Dispose();
    }
}
