using static TorchSharp.torch;

namespace TextVae.Runs;

/// <summary>Tensors of a model or an optimiser to and from a safetensors file.</summary>
internal static class SafetensorsTensors
{
    // TorchSharp shows the memory of a tensor as a span, which ends at 2 GiB.
    private const long ElementsAtOnce = 1 << 24;
    private const int MostDimensions = 8;

    /// <summary>Writes the tensors under their names; the file is there whole or not at all.</summary>
    /// <exception cref="ArgumentException">A name occurs twice, or a tensor has a type that the format lacks.</exception>
    public static void Save(
        string path, IEnumerable<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(path, [.. tensors.Select(Entry)], metadata);

    /// <summary>Copies the values of a file into tensors that exist: each one under its name, none left over.</summary>
    /// <exception cref="DataException">
    /// The file is damaged, or its names, shapes or types are not those of <paramref name="tensors"/>; every
    /// difference is listed, and no tensor has been changed.
    /// </exception>
    public static void Load(string path, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        using var file = SafetensorsFile.Open(path);
        Load(file, tensors);
    }

    /// <inheritdoc cref="Load(string, IEnumerable{ValueTuple{string, Tensor}})"/>
    public static void Load(SafetensorsFile file, IEnumerable<(string Name, Tensor Value)> tensors) =>
        Load(file, [.. tensors], isWhole: true);

    /// <summary>The same of a file that may hold others too, which are left there.</summary>
    /// <exception cref="DataException">As of <see cref="Load(string, IEnumerable{ValueTuple{string, Tensor}})"/>.</exception>
    public static void LoadPart(SafetensorsFile file, IEnumerable<(string Name, Tensor Value)> tensors) =>
        Load(file, [.. tensors], isWhole: false);

    private static void Load(SafetensorsFile file, (string Name, Tensor Value)[] targets, bool isWhole)
    {
        CheckMatch(file, targets, isWhole);
        foreach (var (name, value) in targets)
            Copy(file, file.Find(name)!, value);
    }

    /// <summary>
    /// Refuses tensors read from a file that hold NaN or infinity: one such number makes every figure and every text of a model
    /// nonsense without a further error.
    /// </summary>
    /// <exception cref="DataException">One does; it is named.</exception>
    public static void RequireFinite(string path, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        foreach (var (name, value) in tensors)
        {
            using var scope = NewDisposeScope();
            var wrong = value.numel() - value.isfinite().sum().item<long>();
            if (wrong > 0)
            {
                throw new DataException(
                    $"The tensor '{name}' of the safetensors file '{path}' holds numbers that are not finite (NaN or "
                    + $"infinity), {wrong} of {value.numel()}. Take an undamaged copy of it, or a model from before its training diverged.");
            }
        }
    }

    private static SafetensorsEntry Entry((string Name, Tensor Value) tensor) =>
        new(tensor.Name, TypeOf(tensor.Value), tensor.Value.shape, stream => WriteData(stream, tensor.Value));

    private static void WriteData(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().view(-1);
        foreach (var (start, count) in Pieces(flat.NumberOfElements))
            stream.Write(flat.narrow(0, start, count).bytes);
    }

    private static void Copy(SafetensorsFile file, StoredTensor stored, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var values = empty(target.shape, target.dtype, CPU);
        var flat = values.view(-1);
        foreach (var (start, count) in Pieces(flat.NumberOfElements))
            file.Read(stored, flat.narrow(0, start, count).bytes, start * stored.Type.Size());
        target.copy_(values);
    }

    private static IEnumerable<(long Start, long Count)> Pieces(long elements)
    {
        for (long start = 0; start < elements; start += ElementsAtOnce)
            yield return (start, Math.Min(ElementsAtOnce, elements - start));
    }

    private static void CheckMatch(SafetensorsFile file, (string Name, Tensor Value)[] targets, bool isWhole)
    {
        var expected = targets.Select(target => target.Name).ToHashSet();
        string[] missing = [.. targets.Select(target => target.Name).Where(name => file.Find(name) is null)];
        string[] unexpected = [.. file.Tensors.Select(tensor => tensor.Name).Where(name => !expected.Contains(name))];
        List<string> problems =
            [.. targets.Select(target => Difference(file.Find(target.Name), target.Value)).OfType<string>()];
        if (missing.Length > 0)
            problems.Add($"missing {Excerpt.List(missing)}");
        if (isWhole && unexpected.Length > 0)
            problems.Add($"unexpected {Excerpt.List(unexpected)}");
        if (problems.Count > 0)
        {
            throw new DataException(
                $"The safetensors file '{file.Path}' does not fit the model: {Excerpt.List(problems, "; ")}. Use the "
                + "file with the configuration that it was saved with.");
        }
    }

    private static string? Difference(StoredTensor? stored, Tensor target)
    {
        if (stored is null)
            return null;
        var type = TypeOf(target);
        return stored.Type == type && stored.Shape.SequenceEqual(target.shape)
            ? null
            : $"{stored.Name} is {Text(stored.Type, stored.Shape)} instead of {Text(type, target.shape)}";
    }

    private static string Text(SafetensorsType type, IEnumerable<long> shape) => $"{type} [{string.Join(", ", shape.Take(MostDimensions))}{(shape.Skip(MostDimensions).Any() ? ", ..." : "")}]";

    private static SafetensorsType TypeOf(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Bool => SafetensorsType.BOOL,
        ScalarType.Byte => SafetensorsType.U8,
        ScalarType.Int8 => SafetensorsType.I8,
        ScalarType.Int16 => SafetensorsType.I16,
        ScalarType.Float16 => SafetensorsType.F16,
        ScalarType.BFloat16 => SafetensorsType.BF16,
        ScalarType.Int32 => SafetensorsType.I32,
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Int64 => SafetensorsType.I64,
        ScalarType.Float64 => SafetensorsType.F64,
        _ => throw new ArgumentException($"A safetensors file cannot hold a tensor of type {tensor.dtype}.", nameof(tensor)),
    };
}
