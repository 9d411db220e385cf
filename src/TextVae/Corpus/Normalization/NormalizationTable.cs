using System.Globalization;

namespace TextVae.Corpus.Normalization;

/// <summary>What Unicode says of characters and their compositions; read once from a resource.</summary>
internal sealed class NormalizationTable
{
    private const string Resource = "unicode-14.txt";

    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<(int First, int Second), int> _compositions = [];

    private NormalizationTable()
    {
        HashSet<int> excluded = [];
        using StreamReader reader = new(typeof(NormalizationTable).Assembly.GetManifestResourceStream(Resource)!);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            if (parts[0] == "r")
            {
                for (var code = Code(parts[1]); code <= Code(parts[2]); code++)
                    _classes[code] = byte.Parse(parts[3], CultureInfo.InvariantCulture);
            }
            else if (parts[0] == "c")
            {
                _canonical[Code(parts[1])] = [.. parts[2..].Select(Code)];
            }
            else if (parts[0] == "k")
            {
                _compatible[Code(parts[1])] = [.. parts[2..].Select(Code)];
            }
            else if (parts[0] == "x")
            {
                excluded.Add(Code(parts[1]));
            }
        }
        foreach ((var whole, var parts) in _canonical)
        {
            if (parts.Length == 2 && !excluded.Contains(whole))
                _compositions[(parts[0], parts[1])] = whole;
        }
    }

    public static NormalizationTable Instance { get; } = new();

    /// <summary>All characters that normalising may change or move: decomposable, combining, or the second of a pair.</summary>
    public IEnumerable<int> Special(bool compatible) =>
        (compatible ? _compatible.Keys : Enumerable.Empty<int>())
            .Concat(_canonical.Where(entry => entry.Value.Length == 1 || !IsComposed(entry.Key, entry.Value)).Select(entry => entry.Key))
            .Concat(_classes.Keys)
            .Concat(_compositions.Keys.Select(pair => pair.Second))
            .Concat(Hangul.SecondParts);

    /// <summary>The canonical combining class; 0 for what does not combine.</summary>
    public byte ClassOf(int code) => _classes.GetValueOrDefault(code);

    /// <summary>The parts of a character in one step, or null.</summary>
    public int[]? PartsOf(int code, bool compatible) =>
        _canonical.TryGetValue(code, out var parts) || (compatible && _compatible.TryGetValue(code, out parts)) ? parts : null;

    /// <summary>The character that a pair makes, or -1.</summary>
    public int Compose(int first, int second) =>
        _compositions.TryGetValue((first, second), out var whole) ? whole : Hangul.Compose(first, second);

    private bool IsComposed(int whole, int[] parts) =>
        _compositions.TryGetValue((parts[0], parts[1]), out var composed) && composed == whole;

    private static int Code(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
