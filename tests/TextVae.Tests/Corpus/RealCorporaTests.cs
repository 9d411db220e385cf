using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

/// <summary>What must hold on the corpora that may not be shipped; skipped where they are absent.</summary>
public sealed class RealCorporaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_Penn_Treebank_has_the_counts_of_the_literature()
    {
        var data = Find("ptb");
        PrepareOptions options = new()
        {
            Train = [Path.Combine(data, "ptb.train.txt")],
            Valid = [Path.Combine(data, "ptb.valid.txt")],
            Test = [Path.Combine(data, "ptb.test.txt")],
            Format = TextFormat.Lines,
            Tokenizer = TokenizerKind.Whitespace,
        };
        var info = DatasetBuilder.Prepare(options, _folder["ptb"]);
        using var dataset = Dataset.Open(_folder["ptb"]);
        Assert.Equal(10_000, dataset.Vocabulary.Types);
        Assert.Equal((42_068, 3_370, 3_761), (dataset.Train.Count, dataset.Valid.Count, dataset.Test.Count));
        Assert.Equal((887_521 + 42_068, 82_430), (info.Train.Tokens, info.Test.Tokens));
        Assert.Equal(Vocabulary.Unknown, dataset.Vocabulary.IdOf("<unk>"));
        Assert.InRange(info.Test.UnknownShare, 0.05, 0.07);
        Assert.Empty(info.Skipped);
    }

    [Theory]
    [InlineData("review-500.jsonl", 500, null)]
    [InlineData("review-999.jsonl", 999, null)]
    [InlineData("review-5000.jsonl", 5_000, null)]
    [InlineData("review-1000-json-array.json", 1_000, null)]
    [InlineData("review-3610-truncated-last-line.jsonl", 3_610, 3_611L)]
    public void Excerpts_of_Yelp_are_read_whole(string name, int records, long? cutOffLine)
    {
        using var reader = TextRecordReader.Open(Path.Combine(Find("yelp-json"), name));
        var count = 0;
        while (reader.Read() is { } record)
        {
            count++;
            Assert.InRange(record.Label!, "1", "5");
            Assert.Equal((1, 22), (record.Label!.Length, record.Id!.Length));
        }
        Assert.Equal(TextFormat.Yelp, reader.Format);
        Assert.Equal(records, count);
        Assert.Equal(
            cutOffLine is null ? [] : [(SkipReason.CutOff, 1L, cutOffLine.Value)],
            reader.Skipped.Select(skipped => (skipped.Reason, skipped.Count, skipped.First[0].Line)));
    }

    [Fact]
    public void Labelled_sentences_without_a_header_are_understood()
    {
        var data = Find("yelp-short");
        PrepareOptions options = new()
        {
            Train = [Path.Combine(data, "train.tsv")],
            Valid = [Path.Combine(data, "valid.tsv")],
            Test = [Path.Combine(data, "test.tsv")],
        };
        var info = DatasetBuilder.Prepare(options, _folder["short"]);
        using var dataset = Dataset.Open(_folder["short"]);
        Assert.Equal((100_000, 10_000, 10_000), (info.Train.Sentences, info.Valid.Sentences, info.Test.Sentences));
        Assert.Equal(["0", "1"], dataset.Labels);
        Assert.DoesNotContain(-1, dataset.LabelsOf(Split.Train).ToArray());
    }

    public void Dispose() => _folder.Dispose();

    private static string Find(string corpus)
    {
        var root = Environment.GetEnvironmentVariable("TEXTVAE_DATA");
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); root is null && folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TextVae.slnx")))
                root = Path.Combine(folder.FullName, "..", "shared", "data");
        }
        var path = Path.Combine(root ?? ".", corpus);
        Assert.SkipUnless(Directory.Exists(path), $"The corpus '{corpus}' is not here. Set TEXTVAE_DATA to the folder that holds it.");
        return path;
    }
}
