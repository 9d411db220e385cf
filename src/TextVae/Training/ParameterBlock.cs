namespace TextVae.Training;

/// <summary>
/// A part of a tensor that is one piece of work. The parts depend on the sizes of the tensors alone, so what is summed by
/// parts does not depend on the number of threads.
/// </summary>
/// <param name="Tensor">Which tensor.</param>
/// <param name="Start">Its first number.</param>
/// <param name="Length">How many.</param>
internal sealed record ParameterBlock(int Tensor, long Start, int Length)
{
    // Four arrays of so many numbers are streamed through a core's cache; a thousand such parts are shared out evenly.
    private const int Most = 1 << 16;

    /// <summary>All parts of tensors of these sizes.</summary>
    public static ParameterBlock[] Of(IEnumerable<long> sizes)
    {
        var blocks = new List<ParameterBlock>();
        foreach (var (tensor, size) in sizes.Index())
        {
            for (var start = 0L; start < size; start += Most)
                blocks.Add(new ParameterBlock(tensor, start, (int)Math.Min(Most, size - start)));
        }

        return [.. blocks];
    }
}
