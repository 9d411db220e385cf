using TextVae.Corpus;
using ZstdSharp;

namespace TextVae.Tests.Corpus;

/// <summary>Files with bytes changed, cut out and put in: each is read, or refused with a message.</summary>
public sealed class FuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Inputs =>
        ["a.txt", "a.jsonl", "array.json", "a.csv", "a.tsv", "a.txt.gz", "a.txt.zst", "a.tar", "a.tgz"];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void A_damaged_input_is_read_or_refused(string name)
    {
        var whole = File.ReadAllBytes(Sound(name));
        Damage.To(whole).All(
            bytes =>
            {
                var path = _folder.Write("damaged-" + name, bytes);
                try
                {
                    using var reader = TextRecordReader.Open(path, new TextReadOptions { MaxRecordBytes = 1 << 16 });
                    while (reader.Read() is { } record)
                        Assert.InRange(record.Line, 1, bytes.Length + 100_000);
                }
                catch (DataException e)
                {
                    Assert.EndsWith(".", e.Message);
                }
            },
            samples: 300);
    }

    [Theory]
    [InlineData("train.tokens")]
    [InlineData("dataset.json")]
    [InlineData("vocabulary.txt")]
    [InlineData("merges.txt")]
    [InlineData("labels.txt")]
    [InlineData("train.labels")]
    [InlineData("train-00001.tokens", 9L)]
    [InlineData("dataset.json", 9L)]
    public void A_damaged_dataset_is_opened_or_refused(string name, long? tokensPerFile = null)
    {
        var input = _folder.Write("a.tsv", "good\tone two three\nbad\ttwo three\ngood\tthree 😀 one\n");
        DatasetBuilder.Prepare(new PrepareOptions { Train = [input], Tokenizer = TokenizerKind.Bpe, MaxWords = 270, TokensPerFile = tokensPerFile }, _folder["out"]);
        var path = Path.Combine(_folder["out"], name);
        var whole = File.ReadAllBytes(path);
        Damage.To(whole).All(
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                try
                {
                    using var dataset = Dataset.Open(_folder["out"]);
                    for (var i = 0; i < dataset.Train.Count; i++)
                        Assert.All(dataset.Train.Read(i), id => Assert.InRange(id, 0, dataset.Vocabulary.Count - 1));
                    Assert.All(dataset.LabelsOf(Split.Train).ToArray(), label => Assert.InRange(label, -1, dataset.Labels.Count - 1));
                }
                catch (DataException e)
                {
                    Assert.EndsWith(".", e.Message);
                }
            },
            samples: 300);
    }

    public void Dispose() => _folder.Dispose();

    private string Sound(string name)
    {
        const string Lines = "one two\nthree, \"four\" 😀\n\nfünf\n";
        using Compressor compressor = new();
        return name switch
        {
            "a.jsonl" => _folder.Write(name, "{\"text\":\"one \\\"two\\\"\",\"n\":[1,{}]}\n{\"text\":\"\\u00e9 é 😀\",\"label\":2.50}\n"),
            "array.json" => _folder.Write(name, "[{\"text\":\"one\"},\n {\"text\":\"t]wo\",\"x\":[[]]}]\n"),
            "a.csv" => _folder.Write(name, "label,text\n1,\"one, \"\"two\"\"\nthree\"\n2,four\n"),
            "a.tsv" => _folder.Write(name, "1\tone two\n2\tthree \"four\n"),
            "a.txt.gz" => _folder.Write(name, TemporaryFolder.Gzip(Lines)),
            "a.txt.zst" => _folder.Write(name, compressor.Wrap(System.Text.Encoding.UTF8.GetBytes(Lines)).ToArray()),
            "a.tar" or "a.tgz" => _folder.WriteTar(name, ("a.txt", Lines), ("b.md", "x")),
            _ => _folder.Write(name, Lines),
        };
    }
}
