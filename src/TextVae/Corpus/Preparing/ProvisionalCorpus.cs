using TextVae.Corpus.Reading;

namespace TextVae.Corpus.Preparing;

/// <summary>
/// All sentences in the order they were read, with provisional ids, in a temporary file: the inputs are read and
/// tokenised once, and only then is it known which words the training split has.
/// </summary>
internal sealed class ProvisionalCorpus : IDisposable
{
    private readonly PrepareOptions _options;
    private readonly ProgressReport _report;
    private readonly SkipLog _log;
    private readonly Dictionary<Split, int> _perSplit = [];
    private readonly List<TextFormat> _formats = [];
    private readonly TokenBuffer _tokens = new();
    private int[] _ids = new int[256];
    private TokenStore? _sentences;

    private ProvisionalCorpus(PrepareOptions options, ProgressReport report)
    {
        _options = options;
        _report = report;
        _log = new SkipLog(options.Strict);
    }

    public WordTable Words { get; } = new();

    public LabelTable Labels { get; } = new();

    public TokenStore Sentences => _sentences!;

    public IReadOnlyList<SkippedRecords> Skipped => _log.Records;

    /// <summary>The format each input turned out to have.</summary>
    public IReadOnlyList<TextFormat> Formats => _formats;

    public static ProvisionalCorpus Read(
        IReadOnlyList<Input> inputs, PrepareOptions options, string temporaryFile, ProgressReport report)
    {
        ProvisionalCorpus corpus = new(options, report);
        using (TokenStoreWriter writer = new(temporaryFile, int.MaxValue))
        {
            long before = 0;
            foreach (var input in inputs)
            {
                corpus.ReadInput(input, writer, before, inputs.Sum(other => other.Bytes));
                before += input.Bytes;
            }
            writer.Complete(toDisk: false);
        }
        corpus.RequireSentences(inputs);
        corpus._sentences = TokenStore.Open(temporaryFile);
        return corpus;
    }

    /// <summary>How many sentences each split gets.</summary>
    public SplitPlan Plan(bool random) => random
        ? SplitPlan.Of(Sentences.Count, _options.Split, Skipped)
        : new SplitPlan(
            _perSplit.GetValueOrDefault(Split.Train),
            _perSplit.GetValueOrDefault(Split.Valid),
            _perSplit.GetValueOrDefault(Split.Test));

    public void Dispose() => _sentences?.Dispose();

    private void ReadInput(Input input, TokenStoreWriter writer, long bytesBefore, long bytesOfAll)
    {
        var tokenizer = Tokenizer.Create(_options.Tokenizer, _options.KeepCase);
        using var reader = TextRecordReader.Open(input.Path, _options.Reading, _log);
        _formats.Add(reader.Format);
        while (reader.Read() is { } record)
        {
            _report.Step(PrepareStage.Reading, bytesBefore + reader.BytesRead, bytesOfAll, writer.Count);
            tokenizer.Tokenize(record.Text, _tokens);
            if (_tokens.Count < _options.MinLength || _tokens.Count > (_options.MaxLength ?? int.MaxValue))
            {
                var reason = _tokens.Count < _options.MinLength ? SkipReason.TooShort : SkipReason.TooLong;
                _log.LeftOut(reason, new RecordPlace(input.Path.Name, record.Line, null));
                continue;
            }
            writer.Write(Ids());
            Labels.Add(record.Label);
            var split = input.Split ?? Split.Train;
            _perSplit[split] = _perSplit.GetValueOrDefault(split) + 1;
        }
    }

    private ReadOnlySpan<int> Ids()
    {
        if (_ids.Length < _tokens.Count)
            _ids = new int[2 * _tokens.Count];
        for (var i = 0; i < _tokens.Count; i++)
            _ids[i] = Words.IdOf(_tokens[i]);
        return _ids.AsSpan(0, _tokens.Count);
    }

    private void RequireSentences(IReadOnlyList<Input> inputs)
    {
        foreach (var files in inputs.GroupBy(input => input.Split ?? Split.Train))
        {
            if (_perSplit.GetValueOrDefault(files.Key) > 0)
                continue;
            var names = string.Join(", ", files.Select(input => $"'{input.Path.Name}'"));
            var split = files.First().Split is { } given ? $" for the {DatasetFiles.NameOf(given)} split" : "";
            string skipped = Skipped.Count == 0
                ? "There are no texts in it"
                : "Left out were " + string.Join("; ", Skipped.Select(skipped => skipped.Describe()));
            throw new DataException($"No sentence of {names} is left{split}. {skipped}. "
                + "Check the format, the text field and the lengths that are asked for.");
        }
    }
}
