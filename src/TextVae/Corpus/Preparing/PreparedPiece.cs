using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TextVae.Corpus.Preparing;

/// <summary>What `NUMBER.json` says of an input that one of several preparations has read.</summary>
/// <param name="Options">The options in effect; all have to have the same.</param>
/// <param name="Input">The file.</param>
/// <param name="Sentences">Its sentences.</param>
/// <param name="Labels">The names of their labels, in the order of their numbers.</param>
/// <param name="Skipped">What was left out.</param>
internal sealed record PieceInfo(
    DatasetOptions Options, InputInfo Input, int Sentences, IReadOnlyList<string> Labels, IReadOnlyList<SkippedRecords> Skipped);

/// <summary>
/// One input of a dataset, read and tokenised by itself, in three files of a folder: what it is, its different words in the order
/// of their provisional ids, and its sentences, for each the number of its label, the number of its ids, and the ids.
/// </summary>
internal sealed class PreparedPiece
{
    private const int BufferSize = 1 << 18;

    private readonly string _words;
    private readonly string _sentences;
    private int _wordCount;

    private PreparedPiece(string folder, int number, PieceInfo info)
    {
        Info = info;
        (_words, _sentences) = (NameOf(folder, number, "words"), NameOf(folder, number, "sentences"));
    }

    /// <summary>What it is.</summary>
    public PieceInfo Info { get; }

    /// <summary>Writes an input that has been read.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="number">The place of the input among all of the dataset's, from 0.</param>
    /// <param name="corpus">What has been read of it.</param>
    /// <param name="input">The input.</param>
    /// <param name="options">The options.</param>
    public static void Write(string folder, int number, ProvisionalCorpus corpus, Input input, PrepareOptions options)
    {
        using (var stream = Create(NameOf(folder, number, "words")))
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            for (var id = 1; id < corpus.Words.Count; id++)
                writer.Write(corpus.Words[id]);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        var labels = corpus.Labels.Names();
        using (var stream = Create(NameOf(folder, number, "sentences")))
        {
            foreach ((var ids, var label) in corpus.Sentences.Read().Zip(corpus.Labels.Numbers(labels)))
            {
                stream.Write(MemoryMarshal.AsBytes<int>([label, ids.Length]));
                stream.Write(MemoryMarshal.AsBytes(ids.Span));
            }

            stream.Flush(flushToDisk: true);
        }

        PieceInfo info = new(
            PreparedBefore.Describe(options), input.Describe(corpus.Formats.Single()), corpus.Sentences.Count, labels, corpus.Skipped);
        using (var stream = Create(NameOf(folder, number, "json")))
        {
            JsonSerializer.Serialize(stream, info, DatasetJsonShape.Default.PieceInfo);
            stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Finds a piece.</summary>
    /// <exception cref="DataException">It is damaged, or of other options or another file.</exception>
    public static PreparedPiece Open(string folder, int number, Input input, PrepareOptions options)
    {
        var file = NameOf(folder, number, "json");
        try
        {
            var info = JsonSerializer.Deserialize(
                RegularFile.ReadAllBytes(file, RegularFile.SmallLimit), DatasetJsonShape.Default.PieceInfo)
                ?? throw new JsonException("It is null.");
            if (info.Options != PreparedBefore.Describe(options)
                || (info.Input.Name, info.Input.Entry, info.Input.Split, info.Input.Bytes)
                    != (Path.GetFileName(input.Path.File), input.Path.Entry, input.Split, input.Bytes))
            {
                throw new DataException(
                    $"'{folder}' was made with other options, or of other files or another order of them, than what is merged now. Give the "
                    + "same to all shards and to the merge, or make the shards again.");
            }

            return new PreparedPiece(folder, number, info);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' cannot be read: {e.Message.TrimEnd('.')}. Make this shard again.", e);
        }
    }

    /// <summary>Its words, in the order of their provisional ids, which begin with 1.</summary>
    /// <exception cref="DataException">The file is damaged.</exception>
    public IReadOnlyList<string> Words()
    {
        using var stream = Open(_words);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var words = new List<string>();
        try
        {
            while (stream.Position < stream.Length)
                words.Add(reader.ReadString());
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw Damaged(_words);
        }

        _wordCount = words.Count;
        return words;
    }

    /// <summary>Its sentences in their order, of the <see cref="Words"/> that have been read; a span holds until the next one is asked for.</summary>
    /// <exception cref="DataException">The file is damaged.</exception>
    public IEnumerable<(string? Label, Memory<int> Ids)> Sentences()
    {
        using var stream = Open(_sentences);
        var (head, ids) = (new int[2], new int[256]);
        for (var i = 0; i < Info.Sentences; i++)
        {
            Fill(stream, head);
            var (label, count) = (head[0], head[1]);
            if (count < 0 || count > (stream.Length - stream.Position) / sizeof(int) || (label != LabelTable.None && (uint)label >= (uint)Info.Labels.Count))
                throw Damaged(_sentences);
            if (ids.Length < count)
                ids = new int[2L * count];
            Fill(stream, ids.AsSpan(0, count));
            if (ids.AsSpan(0, count).ContainsAnyExceptInRange(0, _wordCount))
                throw Damaged(_sentences);
            yield return (label == LabelTable.None ? null : Info.Labels[label], ids.AsMemory(0, count));
        }

        if (stream.Position != stream.Length)
            throw Damaged(_sentences);
    }

    private void Fill(FileStream stream, Span<int> numbers)
    {
        var bytes = MemoryMarshal.AsBytes(numbers);
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw Damaged(_sentences);
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' cannot be read: {exception.Message.TrimEnd('.')}. Make this shard again.", exception);
        }
    }

    private static DataException Damaged(string file) =>
        new($"'{file}' is damaged, or was not copied whole. Make this shard again.");

    private static FileStream Create(string file) => new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);

    private static string NameOf(string folder, int number, string kind) => Path.Combine(folder, $"{number:D5}.{kind}");
}
