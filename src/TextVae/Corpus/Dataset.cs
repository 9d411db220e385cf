using System.Runtime.InteropServices;
using System.Text;
using TextVae.Corpus.BytePairs;

namespace TextVae.Corpus;

/// <summary>An opened dataset folder. Any number of threads may read it; none may while it is disposed.</summary>
public sealed class Dataset : IDisposable
{
    private readonly string _folder;
    private readonly TokenStore?[] _stores = new TokenStore?[3];

    private Dataset(string folder, DatasetInfo info)
    {
        _folder = folder;
        Info = info;
        RequireChecksum(DatasetFiles.Vocabulary, info.Vocabulary.Sha256);
        Vocabulary = Vocabulary.Load(Path.Combine(folder, DatasetFiles.Vocabulary));
        if (Vocabulary.Count != info.Vocabulary.Count)
            throw Mismatch(DatasetFiles.Vocabulary, "words", Vocabulary.Count, info.Vocabulary.Count);
        if (info.Vocabulary.MergesSha256 is { } merges)
            RequireChecksum(Merges.FileName, merges);
        Tokenizer = Tokenizer.Load(folder, info.Options.TokenizerOptions);
        Labels = info.Labels is null ? [] : ReadLabelNames();
        if (Labels.Count != (info.Labels?.Count ?? 0))
            throw Mismatch(DatasetFiles.LabelNames, "labels", Labels.Count, info.Labels?.Count ?? 0);
        foreach (var split in DatasetFiles.Splits)
            OpenSplit(split);
    }

    /// <summary>What <c>dataset.json</c> says.</summary>
    public DatasetInfo Info { get; }

    /// <summary>The words.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>What makes words of a text, as it did of the sentences.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The names of the labels, by their number; none where the texts have none.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The training split.</summary>
    public TokenStore Train => this[Split.Train];

    /// <summary>The validation split.</summary>
    public TokenStore Valid => this[Split.Valid];

    /// <summary>The test split.</summary>
    public TokenStore Test => this[Split.Test];

    /// <summary>The sentences of a split.</summary>
    public TokenStore this[Split split] => _stores[(int)split]!;

    /// <summary>
    /// The number of each sentence's label, -1 for a sentence without one; empty where the dataset has no labels.
    /// </summary>
    public ReadOnlyMemory<int> LabelsOf(Split split) => this[split].Labels;

    /// <summary>
    /// Opens a folder. It checks that all files are there and have their sizes, and the vocabulary's checksum. It does
    /// not check the token files' checksums, which would take a read of every byte.
    /// </summary>
    /// <exception cref="DataException">The folder is no dataset, or a file of it is missing or damaged.</exception>
    public static Dataset Open(string folder)
    {
        var info = DatasetJson.Read(Path.Combine(folder, DatasetFiles.Info));
        try
        {
            return new Dataset(folder, info);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw Damaged(folder, exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>Closes the token files.</summary>
    public void Dispose()
    {
        foreach (var store in _stores)
            store?.Dispose();
    }

    private void OpenSplit(Split split)
    {
        try
        {
            var expected = Info[split];
            (string Name, TokenFileInfo? Info)[] files = expected.Files is null
                ? [(DatasetFiles.Tokens(split), new(expected.Sentences, expected.Tokens, expected.Bytes, expected.Sha256))]
                : [.. expected.Files.Select((file, i) => (DatasetFiles.Tokens(split, i + 1), (TokenFileInfo?)file))];
            RequireSums(split, expected, files);
            var store = TokenStore.Open([.. files.Select(file => Require(file.Name))]);
            _stores[(int)split] = store;
            foreach (var ((name, info), file) in files.Zip(store.Files))
                RequireAlike(name, file, info!);
            if (Info.Labels is not null)
                store.Labels = ReadLabels(DatasetFiles.Labels(split), expected.Sentences);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void RequireSums(Split split, SplitInfo expected, (string Name, TokenFileInfo? Info)[] files)
    {
        // As decimals, which no numbers of a damaged file are too large for.
        if (files.Length == 0 || files.Any(file => file.Info is null)
            || files.Sum(file => (decimal)file.Info!.Sentences) != expected.Sentences
            || files.Sum(file => (decimal)file.Info!.Tokens) != expected.Tokens)
            throw Damaged($"{DatasetFiles.Info} has other numbers for the {DatasetFiles.NameOf(split)} split than for its files together");
    }

    private void RequireAlike(string name, TokenFile file, TokenFileInfo expected)
    {
        if (RegularFile.LengthOf(Path.Combine(_folder, name)) is var length && length != expected.Bytes)
            throw Mismatch(name, "bytes", length, expected.Bytes);
        if (file.Count != expected.Sentences)
            throw Mismatch(name, "sentences", file.Count, expected.Sentences);
        if (file.TokenCount + file.Count != expected.Tokens)
            throw Mismatch(name, "tokens", file.TokenCount + file.Count, expected.Tokens);
        if (file.VocabularyCount != Vocabulary.Count)
            throw Mismatch(name, "words of vocabulary", file.VocabularyCount, Vocabulary.Count);
    }

    private int[] ReadLabels(string name, int sentences)
    {
        var path = Require(name);
        var (length, expected) = (RegularFile.LengthOf(path), (long)sentences * sizeof(int));
        if (length != expected)
            throw Mismatch(name, "bytes", length, expected);
        var bytes = RegularFile.ReadAllBytes(path, expected);
        var labels = MemoryMarshal.Cast<byte, int>(bytes).ToArray();
        foreach (var label in labels)
        {
            if (label < -1 || label >= Labels.Count)
                throw Damaged($"'{name}' holds label {label}, and there are {Labels.Count} labels");
        }
        return labels;
    }

    private string[] ReadLabelNames()
    {
        var names = RegularFile.ReadAllText(Require(DatasetFiles.LabelNames), RegularFile.ListLimit).Split('\n');
        return names[^1].Length == 0 ? names[..^1] : names;
    }

    private string Require(string name)
    {
        var path = Path.Combine(_folder, name);
        try
        {
            RegularFile.Require(path);
        }
        catch (IOException exception)
        {
            throw Damaged(_folder, $"'{name}' cannot be used: {exception.Message.TrimEnd('.')}", exception);
        }
        return File.Exists(path) ? path : throw Damaged($"'{name}' is missing");
    }

    private void RequireChecksum(string name, string expected)
    {
        var path = Require(name);
        if (RegularFile.LengthOf(path) > RegularFile.ListLimit || Checksum.OfFile(path) != expected)
            throw Damaged($"'{name}' is not the file that {DatasetFiles.Info} describes, its checksum differs");
    }

    private DataException Mismatch(string name, string what, long found, long expected) =>
        Damaged($"'{name}' has {found} {what}, and {DatasetFiles.Info} says {expected}");

    private DataException Damaged(string fault) => Damaged(_folder, fault);

    private static DataException Damaged(string folder, string fault, Exception? inner = null) =>
        new($"The dataset '{folder}' is damaged: {fault}. Restore the folder as it was made, or prepare it again.", inner);
}
