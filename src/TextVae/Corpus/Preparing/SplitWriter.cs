using System.Runtime.InteropServices;

namespace TextVae.Corpus.Preparing;

/// <summary>Writes one split's files and gathers its figures.</summary>
internal sealed class SplitWriter : IDisposable
{
    private readonly OutputFolder _folder;
    private readonly Split _split;
    private readonly TokenStoreWriter _tokens;
    private readonly FileStream? _labels;
    private readonly LengthHistogram _lengths = new();
    private long _words;
    private long _unknown;

    public SplitWriter(OutputFolder folder, Split split, int vocabularyCount, bool labelled)
    {
        _folder = folder;
        _split = split;
        _tokens = new TokenStoreWriter(folder.File(DatasetFiles.Tokens(split)), vocabularyCount);
        if (labelled)
            _labels = new FileStream(folder.File(DatasetFiles.Labels(split)), FileMode.CreateNew, FileAccess.Write);
    }

    public void Write(ReadOnlySpan<int> ids, int label)
    {
        _tokens.Write(ids);
        _labels?.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in label)));
        _lengths.Add(ids.Length);
        _words += ids.Length;
        _unknown += ids.Count(Vocabulary.Unknown);
    }

    /// <summary>Ends the files and returns the figures.</summary>
    public SplitInfo Complete()
    {
        var sentences = _tokens.Count;
        _tokens.Complete();
        _labels?.Flush(flushToDisk: true);
        Dispose();
        var path = _folder.File(DatasetFiles.Tokens(_split));
        return new SplitInfo(
            sentences,
            _words + sentences,
            _words == 0 ? 0 : (double)_unknown / _words,
            _lengths.Summarise(),
            new FileInfo(path).Length,
            Checksum.OfFile(path));
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _labels?.Dispose();
    }
}
