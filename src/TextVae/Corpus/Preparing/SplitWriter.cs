using System.Runtime.InteropServices;

namespace TextVae.Corpus.Preparing;

/// <summary>Writes one split's files and gathers its figures.</summary>
internal sealed class SplitWriter : IDisposable
{
    private readonly TokenFilesWriter _tokens;
    private readonly FileStream? _labels;
    private readonly LengthHistogram _lengths = new();
    private readonly bool _severalFiles;
    private long _words;
    private long _unknown;

    public SplitWriter(OutputFolder folder, Split split, int vocabularyCount, bool labelled, long? tokensPerFile)
    {
        _severalFiles = tokensPerFile is not null;
        _tokens = new TokenFilesWriter(number => folder.File(DatasetFiles.Tokens(split, number)), vocabularyCount, tokensPerFile);
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
        var files = _tokens.Complete();
        _labels?.Flush(flushToDisk: true);
        Dispose();
        return new SplitInfo(
            files.Sum(file => file.Sentences),
            files.Sum(file => file.Tokens),
            _words == 0 ? 0 : (double)_unknown / _words,
            _lengths.Summarise(),
            files.Sum(file => file.Bytes),
            _severalFiles ? Checksum.OfText(string.Join('\n', files.Select(file => file.Sha256))) : files[0].Sha256,
            _severalFiles ? files : null);
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _labels?.Dispose();
    }
}
