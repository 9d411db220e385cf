using System.Text.Json;
using TextVae.Corpus;

namespace TextVae.Tests;

/// <summary>A dataset of made-up sentences in a temporary folder.</summary>
internal sealed class TinyDataset : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Prepares it.</summary>
    /// <param name="sentences">Sentences of the training split.</param>
    /// <param name="seed">Where they come from.</param>
    /// <param name="labels">Labels that the sentences have in turn, null for none; left out, nothing has labels.</param>
    public TinyDataset(int sentences = 60, int seed = 1, params string?[] labels)
        : this(Letters, (sentences, 13, 11), seed, labels)
    {
    }

    /// <summary>Prepares one of other sentences.</summary>
    /// <param name="text">Writes one.</param>
    /// <param name="sentences">How many each split has.</param>
    /// <param name="seed">Where they come from.</param>
    /// <param name="labels">Labels that the sentences have in turn.</param>
    public TinyDataset(Func<Random, string> text, (int Train, int Valid, int Test) sentences, int seed = 1, params string?[] labels)
    {
        var random = new Random(seed);
        foreach (var (name, count) in new[] { ("train", sentences.Train), ("valid", sentences.Valid), ("test", sentences.Test) })
        {
            var texts = Enumerable.Range(0, count).Select(_ => text(random));
            var lines = labels.Length == 0
                ? texts
                : texts.Select((line, i) => JsonSerializer.Serialize(new { text = line, label = labels[i % labels.Length] }));
            _folder.Write(name, string.Join('\n', lines) + "\n");
        }

        var options = new PrepareOptions
        {
            Train = [_folder["train"]],
            Valid = [_folder["valid"]],
            Test = [_folder["test"]],
            Format = labels.Length == 0 ? TextFormat.Lines : TextFormat.JsonLines,
            LabelField = labels.Length == 0 ? null : "label",
            Tokenizer = TokenizerKind.Whitespace,
        };
        DatasetBuilder.Prepare(options, Path, progress: null, TestContext.Current.CancellationToken);
        Dataset = Dataset.Open(Path);
    }

    /// <summary>The dataset folder.</summary>
    public string Path => _folder["dataset"];

    public Dataset Dataset { get; }

    public void Dispose()
    {
        Dataset.Dispose();
        _folder.Dispose();
    }

    private static string Letters(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => $"{"abcde"[random.Next(5)]}"));
}
