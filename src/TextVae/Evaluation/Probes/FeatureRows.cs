using TextVae.Corpus;
using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>
/// The features of sentences, row by row, of which only those are kept that are not 0: a sentence has few of all words, and a
/// product with its row costs no more than these.
/// </summary>
internal sealed class FeatureRows
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly double[] _values;

    private FeatureRows(int[] starts, int[] columns, double[] values, int width)
    {
        _starts = starts;
        _columns = columns;
        _values = values;
        Width = width;
    }

    /// <summary>How many sentences.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>How many features each has.</summary>
    public int Width { get; }

    /// <summary>Takes up features, float64 [sentences, features].</summary>
    public static FeatureRows Of(torch.Tensor features)
    {
        var (count, width) = ((int)features.shape[0], (int)features.shape[1]);
        var all = features.contiguous().data<double>().ToArray();
        var (starts, columns, values) = (new int[count + 1], new List<int>(), new List<double>());
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < width; column++)
            {
                if (all[(row * width) + column] is not 0 and var value)
                {
                    columns.Add(column);
                    values.Add(value);
                }
            }

            starts[row + 1] = columns.Count;
        }

        return new FeatureRows(starts, [.. columns], [.. values], width);
    }

    /// <summary>How often each word is in each text; the unknown word is none.</summary>
    /// <param name="texts">The word ids of each.</param>
    /// <param name="words">The ids of the vocabulary, specials among them.</param>
    public static FeatureRows OfBags(IReadOnlyList<int[]> texts, int words)
    {
        var (starts, columns, values) = (new int[texts.Count + 1], new List<int>(), new List<double>());
        for (var row = 0; row < texts.Count; row++)
        {
            foreach (var (id, count) in texts[row].Where(id => id > Vocabulary.End).CountBy(id => id).OrderBy(word => word.Key))
            {
                columns.Add(id - Vocabulary.End - 1);
                values.Add(count);
            }

            starts[row + 1] = columns.Count;
        }

        return new FeatureRows(starts, [.. columns], [.. values], words - Vocabulary.End - 1);
    }

    /// <summary>Some sentences in a row.</summary>
    public FeatureRows this[Range range]
    {
        get
        {
            var (first, count) = range.GetOffsetAndLength(Count);
            var entries = _starts[first].._starts[first + count];
            return new(
                Array.ConvertAll(_starts[first..(first + count + 1)], start => start - _starts[first]), _columns[entries],
                _values[entries], Width);
        }
    }

    /// <summary>The mean of each feature, and what brings its deviation to 1: 0 for one that never varies.</summary>
    public (double[] Means, double[] Scales) Standard()
    {
        var means = new double[Width];
        AddTransposed(Array.ConvertAll(new int[Count], _ => 1.0 / Count), means, 1);
        var (squares, zeros) = (new double[Width], Array.ConvertAll(means, _ => Count));
        for (var i = 0; i < _values.Length; i++)
        {
            var distance = _values[i] - means[_columns[i]];
            squares[_columns[i]] += distance * distance;
            zeros[_columns[i]]--;
        }

        // What is 0 is not in the rows, and differs from the mean like everything else.
        for (var column = 0; column < Width; column++)
            squares[column] += zeros[column] * means[column] * means[column];
        return (means, Array.ConvertAll(squares, square => square / Count > 1e-24 ? 1 / Math.Sqrt(square / Count) : 0));
    }

    /// <summary>Adds X · W to some scores.</summary>
    /// <param name="weights">W, [features, scores].</param>
    /// <param name="scores">[sentences, scores].</param>
    /// <param name="width">Scores a sentence.</param>
    public void AddProduct(double[] weights, double[] scores, int width)
    {
        for (var row = 0; row < Count; row++)
        {
            var sums = scores.AsSpan(row * width, width);
            for (var i = _starts[row]; i < _starts[row + 1]; i++)
            {
                var value = _values[i];
                var from = weights.AsSpan(_columns[i] * width, width);
                for (var k = 0; k < sums.Length; k++)
                    sums[k] += value * from[k];
            }
        }
    }

    /// <summary>Adds Xᵀ · S to some sums.</summary>
    /// <param name="scores">S, [sentences, scores].</param>
    /// <param name="sums">[features, scores].</param>
    /// <param name="width">Scores a sentence.</param>
    public void AddTransposed(double[] scores, double[] sums, int width)
    {
        for (var row = 0; row < Count; row++)
        {
            var from = scores.AsSpan(row * width, width);
            for (var i = _starts[row]; i < _starts[row + 1]; i++)
            {
                var value = _values[i];
                var to = sums.AsSpan(_columns[i] * width, width);
                for (var k = 0; k < to.Length; k++)
                    to[k] += value * from[k];
            }
        }
    }
}
