using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>
/// A few tokens on their way through the vocabulary, a block of words at a time: logits, their exponentials relative to
/// a reference of the token, the sum of those, and their product with W. Nothing has to be computed again when the sum
/// is known: p = e / Σ e, so the token's state, not each probability, is divided by the sum.
/// </summary>
internal sealed unsafe class SoftmaxTile<TLanes, TOperand> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    // A reference is the largest logit of the first block, not of all. e⁶⁰ of it can be summed without overflow; where a
    // later logit is larger still, the tile goes through the vocabulary again with the true maximum.
    private const float MostAboveReference = 60;

    private readonly SoftmaxShape _shape;
    private readonly SoftmaxWeights<TLanes, TOperand> _weights;
    private readonly NativeMemoryBlock _memory;
    private readonly int _most;
    private readonly int _stateWidth;
    private readonly float[] _references;
    private readonly float[] _largest;
    private readonly double[] _sums;
    private readonly float[] _targetLogits;

    /// <summary>Takes memory for a tile.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">W and b.</param>
    /// <param name="most">The most tokens, padded.</param>
    /// <param name="withGradient">Whether gradients are wanted.</param>
    public SoftmaxTile(SoftmaxShape shape, SoftmaxWeights<TLanes, TOperand> weights, int most, bool withGradient)
    {
        (_shape, _weights, _most) = (shape, weights, most);
        _stateWidth = shape.HiddenPanels * Panel.Width;
        (_references, _largest, _sums, _targetLogits) = (new float[most], new float[most], new double[most], new float[most]);
        var forLosses = (SoftmaxShape.BlockWords * (long)sizeof(float)) + (shape.Depth * (long)sizeof(TOperand));
        var forGradients = ((long)(_stateWidth + shape.Hidden + 1) * sizeof(float)) + (SoftmaxShape.BlockWords * (long)sizeof(TOperand));
        _memory = new NativeMemoryBlock(most * (forLosses + (withGradient ? forGradients : 0)));
    }

    private float* Logits => (float*)_memory.Start;

    private TOperand* States => (TOperand*)(Logits + (_most * (long)SoftmaxShape.BlockWords));

    // What follows is there for gradients alone.
    private TOperand* Exponentials => States + (_most * (long)_shape.Depth);

    private float* OfStates => (float*)(Exponentials + (_most * (long)SoftmaxShape.BlockWords));

    private float* Scaled => OfStates + (_most * (long)_stateWidth);

    /// <summary>Computes the losses, and what the gradients need of these tokens.</summary>
    /// <param name="first">The first token.</param>
    /// <param name="rows">Tokens.</param>
    /// <param name="hidden">The states, [positions, hidden].</param>
    /// <param name="losses">Takes the losses, [tokens].</param>
    /// <param name="chunk">What the tokens belong to; null without a gradient.</param>
    public void Run(int first, int rows, float* hidden, float* losses, SoftmaxChunk<TLanes, TOperand>? chunk)
    {
        var padded = Panel.Padded(rows);
        for (var row = 0; row < padded; row++)
        {
            var to = States + ((long)row * _shape.Depth);
            if (row < rows)
                Packing<TLanes, Float32, TOperand>.Row((Float32*)State(hidden, first + row), _shape.Hidden, to, _shape.Depth);
            else
                new Span<TOperand>(to, _shape.Depth).Clear();
        }

        ThroughVocabulary(first, rows, chunk, setsReferences: true);
        if (HasOverflow(rows))
        {
            _largest.CopyTo(_references, 0);
            ThroughVocabulary(first, rows, chunk, setsReferences: false);
        }

        TOperand.Release();
        for (var row = 0; row < rows; row++)
            losses[first + row] = (float)(_references[row] + Math.Log(_sums[row]) - _targetLogits[row]);
        if (chunk is not null)
            Finish(first, rows, hidden, chunk);
    }

    public void Dispose() => _memory.Dispose();

    private float* State(float* hidden, int token) => hidden + (_shape.Positions[token] * _shape.Hidden);

    private bool HasOverflow(int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            if (_largest[row] - _references[row] > MostAboveReference)
                return true;
        }

        return false;
    }

    private void ThroughVocabulary(int first, int rows, SoftmaxChunk<TLanes, TOperand>? chunk, bool setsReferences)
    {
        var padded = Panel.Padded(rows);
        Array.Clear(_sums);
        Array.Fill(_largest, float.NegativeInfinity);
        for (var word = 0; word < _shape.PaddedWords; word += SoftmaxShape.BlockWords)
        {
            var width = _weights.BlockWords(word);
            for (var panel = 0; panel < width / Panel.Width; panel++)
            {
                TOperand.Multiply(
                    padded, Panel.Width, _shape.Depth, States, _shape.Depth, _weights.ForLogits((word / Panel.Width) + panel),
                    Logits + (panel * Panel.Width), SoftmaxShape.BlockWords, add: false);
            }

            for (var row = 0; row < padded && setsReferences && word == 0; row++)
                _references[row] = Largest(row, word, width);
            for (var row = 0; row < padded; row += 2)
                Exponentiate(row, word, width, chunk is null ? null : chunk.Rows(first + row, word), chunk?.PanelSize ?? 0);
            for (var row = 0; row < rows; row++)
            {
                var target = (int)_shape.Targets[first + row];
                if (target >= word && target < word + width)
                    _targetLogits[row] = Logits[(row * SoftmaxShape.BlockWords) + target - word] + _weights.Bias[target];
            }

            for (var panel = 0; panel < _shape.HiddenPanels && chunk is not null; panel++)
            {
                TOperand.Multiply(
                    padded, Panel.Width, width, Exponentials, SoftmaxShape.BlockWords, _weights.ForStates(word, panel),
                    OfStates + (panel * Panel.Width), _stateWidth, add: word > 0);
            }
        }
    }

    private float Largest(int row, int word, int width)
    {
        var logits = Logits + (row * SoftmaxShape.BlockWords);
        var largest = TLanes.Of(float.NegativeInfinity);
        for (var j = 0; j < width; j += TLanes.Count)
            largest = TLanes.Max(largest, TLanes.Load(logits + j) + TLanes.Load(_weights.Bias + word + j));
        return largest.Largest();
    }

    /// <summary>e to the logits of two tokens less their references, for one block of words.</summary>
    /// <param name="row">The first token, of even number.</param>
    /// <param name="word">The first word.</param>
    /// <param name="width">Words.</param>
    /// <param name="kept">Takes the results in the first panel of the chunk; null without a gradient.</param>
    /// <param name="panelSize">Numbers from one panel of the chunk to the next.</param>
    private void Exponentiate(int row, int word, int width, TOperand* kept, long panelSize)
    {
        var (reference0, reference1) = (TLanes.Of(_references[row]), TLanes.Of(_references[row + 1]));
        var (sum0, sum1) = (TLanes.Of(0), TLanes.Of(0));
        var (largest0, largest1) = (TLanes.Of(_largest[row]), TLanes.Of(_largest[row + 1]));
        for (var panel = 0; panel < width; panel += Panel.Width)
        {
            var logits = Logits + (row * SoftmaxShape.BlockWords) + panel;
            var operands = Exponentials + (row * SoftmaxShape.BlockWords) + panel;
            var bias = _weights.Bias + word + panel;
            for (var j = 0; j < Panel.Width; j += TLanes.Count)
            {
                var ofWord = TLanes.Load(bias + j);
                var logit0 = TLanes.Load(logits + j) + ofWord;
                var logit1 = TLanes.Load(logits + SoftmaxShape.BlockWords + j) + ofWord;
                largest0 = TLanes.Max(largest0, logit0);
                largest1 = TLanes.Max(largest1, logit1);
                var e0 = LaneMath.Exp(logit0 - reference0);
                var e1 = LaneMath.Exp(logit1 - reference1);
                sum0 += e0;
                sum1 += e1;
                if (kept is null)
                    continue;
                TOperand.Store(operands + j, e0);
                TOperand.Store(operands + SoftmaxShape.BlockWords + j, e1);
                TOperand.StoreRows(kept, 0, j, e0, e1);
            }

            kept = kept is null ? null : kept + panelSize;
        }

        _sums[row] += sum0.Sum();
        _sums[row + 1] += sum1.Sum();
        _largest[row] = largest0.Largest();
        _largest[row + 1] = largest1.Largest();
    }

    /// <summary>Divides by the sums: the gradients of the states, and the states that meet the exponentials in that of the
    /// weights, with a column of their own for the bias.</summary>
    private void Finish(int first, int rows, float* hidden, SoftmaxChunk<TLanes, TOperand> chunk)
    {
        var (size, columns) = (_shape.Hidden, _shape.Hidden + 1);
        for (var row = 0; row < rows; row++)
        {
            var (token, scale) = (first + row, (float)(1 / _sums[row]));
            var state = State(hidden, token);
            var target = _weights.Of(_shape.Targets[token]);
            var from = OfStates + ((long)row * _stateWidth);
            var to = chunk.OfHidden + ((long)token * size);
            var scaled = Scaled + ((long)row * columns);
            var weighted = scale * chunk.WeightOf(token);
            for (var j = 0; j < size; j++)
            {
                to[j] = (from[j] * scale) - target[j];
                scaled[j] = state[j] * weighted;
            }

            scaled[size] = weighted;
        }

        var padded = Panel.Padded(rows);
        new Span<float>(Scaled + ((long)rows * columns), (padded - rows) * columns).Clear();
        Packing<TLanes, Float32, TOperand>.Transposed(
            (Float32*)Scaled, columns, padded, 0, columns, chunk.States + (first - chunk.First), chunk.Depth);
    }
}
