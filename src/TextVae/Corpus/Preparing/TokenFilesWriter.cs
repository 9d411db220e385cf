namespace TextVae.Corpus.Preparing;

/// <summary>
/// Writes the sentences of a split: to one file, or to one after the other, each with as many whole sentences as have a number of
/// tokens together (a longer sentence is a file of its own).
/// </summary>
/// <param name="pathOf">The path of a file by its number from 1; of a store of one file, of null.</param>
/// <param name="vocabularyCount">As of <see cref="TokenFileWriter"/>.</param>
/// <param name="tokensPerFile">The most words and ends of a file; null: one file for all.</param>
internal sealed class TokenFilesWriter(Func<int?, string> pathOf, int vocabularyCount, long? tokensPerFile) : IDisposable
{
    private readonly List<TokenFileInfo> _files = [];
    private TokenFileWriter? _writer;
    private int _sentences;
    private long _tokens;

    public void Write(ReadOnlySpan<int> ids)
    {
        long tokens = ids.Length + 1;
        if (_sentences > 0 && _tokens + tokens > tokensPerFile)
            EndFile();
        _writer ??= Begin();
        _writer.Write(ids);
        _sentences++;
        _tokens += tokens;
    }

    /// <summary>Ends the last file; a split without a sentence has one too.</summary>
    /// <returns>What was written.</returns>
    public IReadOnlyList<TokenFileInfo> Complete()
    {
        _writer ??= Begin();
        EndFile();
        return _files;
    }

    public void Dispose() => _writer?.Dispose();

    private string CurrentPath => pathOf(tokensPerFile is null ? null : _files.Count + 1);

    private TokenFileWriter Begin() => new(CurrentPath, vocabularyCount);

    private void EndFile()
    {
        _writer!.Complete();
        _writer.Dispose();
        _writer = null;
        var path = CurrentPath;
        _files.Add(new TokenFileInfo(_sentences, _tokens, new FileInfo(path).Length, Checksum.OfFile(path)));
        (_sentences, _tokens) = (0, 0);
    }
}
