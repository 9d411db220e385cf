using TextVae.Corpus;

namespace TextVae.Tests;

/// <summary>A dataset of made-up sentences in a temporary folder.</summary>
internal sealed class TinyDataset : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyDataset(int sentences = 60, int seed = 1)
    {
        var random = new Random(seed);
        foreach (var (name, count) in new[] { ("train", sentences), ("valid", 13), ("test", 11) })
        {
            var lines = Enumerable.Range(0, count).Select(_ => string.Join(
                ' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => $"{"abcde"[random.Next(5)]}")));
            _folder.Write(name + ".txt", string.Join('\n', lines) + "\n");
        }

        var options = new PrepareOptions
        {
            Train = [_folder["train.txt"]],
            Valid = [_folder["valid.txt"]],
            Test = [_folder["test.txt"]],
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
}
