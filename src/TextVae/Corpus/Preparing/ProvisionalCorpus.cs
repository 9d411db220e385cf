using System.Collections.Concurrent;
using TextVae.Corpus.BytePairs;
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
    private readonly Tokenizer _tokenizer;
    private readonly ConcurrentBag<SentenceEncoder> _encoders = [];
    private readonly Stack<TextBatch> _spare = [];

    private ProvisionalCorpus(PrepareOptions options, string temporaryFile, ProgressReport report)
    {
        Sentences = new SentenceFile(temporaryFile);
        _options = options;
        _tokenizer = options.Tokenizer == TokenizerKind.Bpe
            ? new PieceTokenizer(options.TokenizerOptions)
            : Tokenizer.Create(options.TokenizerOptions);
        _report = report;
        _log = new SkipLog(options.Strict);
    }

    public WordTable Words { get; } = new();

    public LabelTable Labels { get; } = new();

    public SentenceFile Sentences { get; }

    public IReadOnlyList<SkippedRecords> Skipped => _log.Records;

    /// <summary>The format each input turned out to have.</summary>
    public IReadOnlyList<TextFormat> Formats => _formats;

    public static ProvisionalCorpus Read(
        IReadOnlyList<Input> inputs, PrepareOptions options, string temporaryFile, ProgressReport report, bool mayBeEmpty = false)
    {
        ProvisionalCorpus corpus = new(options, temporaryFile, report);
        try
        {
            long before = 0;
            foreach (var input in inputs)
            {
                corpus.ReadInput(input, before, inputs.Sum(other => other.Bytes));
                before += input.Bytes;
            }
            if (!mayBeEmpty)
                corpus.RequireSentences(inputs);
            return corpus;
        }
        catch
        {
            corpus.Dispose();
            throw;
        }
    }

    /// <summary>What reading the inputs would have given, of what others have read of each; only provisional ids differ.</summary>
    public static ProvisionalCorpus Merge(
        IReadOnlyList<Input> inputs, IReadOnlyList<PreparedPiece> pieces, PrepareOptions options, string temporaryFile, ProgressReport report)
    {
        ProvisionalCorpus corpus = new(options, temporaryFile, report);
        try
        {
            var total = pieces.Sum(piece => (long)piece.Info.Sentences);
            foreach ((var input, var piece) in inputs.Zip(pieces))
                corpus.Take(input, piece, total);
            corpus.RequireSentences(inputs);
            return corpus;
        }
        catch
        {
            corpus.Dispose();
            throw;
        }
    }

    /// <summary>How many sentences each split gets.</summary>
    public SplitPlan Plan(bool random) => random
        ? SplitPlan.Of(Sentences.Count, _options.Split, Skipped)
        : new SplitPlan(
            _perSplit.GetValueOrDefault(Split.Train),
            _perSplit.GetValueOrDefault(Split.Valid),
            _perSplit.GetValueOrDefault(Split.Test));

    public void Dispose() => Sentences.Dispose();

    /// <summary>
    /// Reads on this thread and tokenises on others, in batches whose sentences are kept in their order. The
    /// provisional ids depend on which thread was first, the files that are made of them do not.
    /// </summary>
    private void ReadInput(Input input, long bytesBefore, long bytesOfAll)
    {
        using var reader = TextRecordReader.Open(input.Path, _options.Reading, _log);
        _formats.Add(reader.Format);
        using InOrder<TextBatch> tokenising = new(Tokenise, done => Keep(done, input), _options.BatchesAhead);
        var batch = new TextBatch();
        while (reader.Read() is { } record)
        {
            _report.Step(PrepareStage.Reading, bytesBefore + reader.BytesRead, bytesOfAll, Sentences.Count);
            batch.Add(record);
            if (!batch.IsFull)
                continue;
            tokenising.Add(batch);
            batch = _spare.TryPop(out var spare) ? spare : new TextBatch();
        }
        tokenising.Add(batch);
        tokenising.Complete();
    }

    private void Take(Input input, PreparedPiece piece, long total)
    {
        int[] idOf = [0, .. piece.Words().Select(word => Words.IdOf(word))];
        foreach ((var label, var ids) in piece.Sentences())
        {
            _report.Step(PrepareStage.Joining, Sentences.Count, total, Sentences.Count);
            foreach (ref var id in ids.Span)
                id = idOf[id];
            Sentences.Add(ids.Span);
            Labels.Add(label);
        }
        var split = input.Split ?? Split.Train;
        _perSplit[split] = _perSplit.GetValueOrDefault(split) + piece.Info.Sentences;
        _formats.Add(piece.Info.Input.Format);
        foreach (var skipped in piece.Info.Skipped)
            _log.Add(skipped);
    }

    private void Tokenise(TextBatch batch)
    {
        if (!_encoders.TryTake(out var encoder))
            encoder = new SentenceEncoder(_tokenizer, Words);
        encoder.Encode(batch);
        _encoders.Add(encoder);
    }

    private void Keep(TextBatch batch, Input input)
    {
        var split = input.Split ?? Split.Train;
        for (var i = 0; i < batch.Records.Count; i++)
        {
            var record = batch.Records[i];
            var ids = batch.Ids(i);
            if (ids.Length < _options.MinLength || ids.Length > (_options.MaxLength ?? int.MaxValue))
            {
                var reason = ids.Length < _options.MinLength ? SkipReason.TooShort : SkipReason.TooLong;
                _log.LeftOut(reason, new RecordPlace(input.Path.Name, record.Line, null));
                continue;
            }
            Sentences.Add(ids);
            Labels.Add(record.Label);
            _perSplit[split] = _perSplit.GetValueOrDefault(split) + 1;
        }
        batch.Clear();
        _spare.Push(batch);
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
