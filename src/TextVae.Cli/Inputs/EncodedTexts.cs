using TextVae.Vectors;

namespace TextVae.Cli.Inputs;

/// <summary>Texts that are needed all at once, with their labels and vectors.</summary>
internal sealed class EncodedTexts : IDisposable
{
    private EncodedTexts(LabelledText[] texts, VectorTable vectors) => (Texts, Vectors) = (texts, vectors);

    public IReadOnlyList<LabelledText> Texts { get; }

    public VectorTable Vectors { get; }

    /// <summary>Reads and encodes them.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="model">What encodes them.</param>
    /// <param name="told">Told how many are encoded.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="DataException">There are none.</exception>
    public static async Task<EncodedTexts> OfAsync(
        IAsyncEnumerable<LabelledText> texts, TextVaeModel model, Action<long> told, CancellationToken cancellation)
    {
        var read = await texts.ToArrayAsync(cancellation);
        if (read.Length == 0)
            throw new DataException("There are no texts. Give some as arguments, with --input or with --split.");
        var vectors = model.PosteriorsEachAsync(read.Select(text => text.Item).ToAsyncEnumerable(), cancellation)
            .Select(posterior => posterior.Mean).ToBlockingEnumerable(cancellation);
        return new EncodedTexts(read, VectorTable.Of(Gathered.Counted(vectors, told), model.Description.LatentSize, "the texts"));
    }

    public void Dispose() => Vectors.Dispose();
}
