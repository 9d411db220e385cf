using System.Formats.Tar;
using System.IO.Compression;
using TextVae.Corpus;
using ZstdSharp;

namespace TextVae.Tests.Corpus;

/// <summary>Inputs that were made to break a program, or that look as if they were.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("""{"text":"good","x":DEEP}""")]
    [InlineData("""{"x":DEEP,"text":"good"}""")]
    [InlineData("DEEP")]
    public void Deep_JSON_is_left_out_and_what_follows_is_read(string layout)
    {
        var record = layout.Replace("DEEP", new string('[', 100_000) + new string(']', 100_000));
        var texts = Read(_folder.Write("a.jsonl", "{\"text\":\"first\"}\n" + record + "\n{\"text\":\"next\"}\n"), new TextReadOptions(), out var skipped);
        Assert.Equal(["first", "next"], texts);
        Assert.Equal([SkipReason.BrokenJson], skipped);
    }

    [Theory]
    [InlineData("1e999999")]
    [InlineData("-1e999999999999999999999999999999999999999999999999999999999999999999999999999999")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890")]
    public void A_huge_number_as_a_label_costs_nothing_else(string number)
    {
        var path = _folder.Write("a.jsonl", $$"""{"text":"a","y":{{number}}}""" + "\n" + """{"text":"b","y":2}""");
        Assert.Equal(["a", "b"], Read(path, new TextReadOptions { LabelField = "y" }, out var skipped));
        Assert.Empty(skipped);
    }

    [Theory]
    [InlineData("bomb.txt.gz")]
    [InlineData("bomb.txt.zst")]
    [InlineData("bomb.tgz")]
    public void What_unpacks_to_far_more_than_text_does_is_refused(string name)
    {
        var path = _folder[name];
        using (var file = File.Create(path))
        {
            using Stream packed = name.EndsWith("zst", StringComparison.Ordinal)
                ? new CompressionStream(file)
                : new GZipStream(file, CompressionLevel.Optimal);
            using var lines = new LongLines(70L << 20);
            if (name == "bomb.tgz")
            {
                using TarWriter archive = new(packed);
                archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "a.txt") { DataStream = lines });
            }
            else
            {
                lines.CopyTo(packed);
            }
        }
        var size = new FileInfo(path).Length;
        var e = Assert.Throws<DataException>(() => DatasetBuilder.Prepare(new PrepareOptions { Inputs = [path] }, _folder["out"]));
        Assert.Equal(
            $"A file of {size} bytes unpacks to more than {64 << 20}, which no text does. Unpack it by other means and look what is in it; "
            + "what is unpacked is read at any size.",
            e.Message);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void An_archive_that_points_elsewhere_writes_nothing_and_its_links_are_not_followed()
    {
        var secret = _folder.Write("secret.txt", "secret\n");
        var path = _folder["a.tar"];
        using (TarWriter archive = new(File.Create(path)))
        {
            archive.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "review.json") { LinkName = secret });
            archive.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "hard.txt") { LinkName = secret });
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../../escaped.txt")
            {
                DataStream = new MemoryStream([.. "inside\n"u8]),
            });
        }
        Assert.Equal(["inside"], Read(path, new TextReadOptions(), out _));
        var info = DatasetBuilder.Prepare(new PrepareOptions { Train = [path] }, _folder["out"]);
        Assert.Equal(1, info.Train.Sentences);
        Assert.Equal(
            [path, _folder["out"], secret], Directory.GetFileSystemEntries(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(TokenizerKind.Paper)]
    [InlineData(TokenizerKind.Whitespace)]
    [InlineData(TokenizerKind.Bpe)]
    public void Texts_of_no_word_one_and_a_hundred_thousand_are_prepared(TokenizerKind kind)
    {
        var text = string.Join(' ', Enumerable.Range(0, 100_000).Select(i => i % 7 == 0 ? "wa" : "ta"));
        double? coverage = kind == TokenizerKind.Bpe ? null : 1;
        PrepareOptions options = new() { Train = [_folder.Write("a.txt", $"\n  \none\n{text}\n")], Tokenizer = kind, Coverage = coverage };
        var info = DatasetBuilder.Prepare(options, _folder["out"]);
        using var dataset = Dataset.Open(_folder["out"]);
        Assert.Equal((2, 2L), (info.Train.Sentences, Assert.Single(info.Skipped).Count));
        Assert.Equal(SkipReason.TooShort, info.Skipped[0].Reason);
        Assert.Equal(["one", text], Enumerable.Range(0, 2).Select(i =>
            dataset.Tokenizer.Join(dataset.Train.Read(i).Select(id => dataset.Vocabulary[id]))));
    }

    [Theory]
    [InlineData(TokenizerKind.Paper)]
    [InlineData(TokenizerKind.Whitespace)]
    [InlineData(TokenizerKind.Bpe)]
    public void Odd_characters_make_a_vocabulary_that_can_be_read_again(TokenizerKind kind)
    {
        var odd = "nul\0 bell\a esc\u001b[31m del\u007f nel\u0085x ls\u2028x ps\u2029x bom\uFEFFx rtl\u202Ex vt\vx ff\fx \u0301\u0302 "
            + "👩‍🚀 🇩🇪 1\uFE0F\u20E3 <pad> <s> </s> <unk> \uFFFE \uFFFF \U000E0001 " + "e" + new string('\u0301', 5_000);
        var json = string.Concat(Enumerable.Repeat($"{{\"text\":{System.Text.Json.JsonSerializer.Serialize(odd)}}}\n", 3));
        DatasetBuilder.Prepare(
            new PrepareOptions { Train = [_folder.Write("a.jsonl", json)], Tokenizer = kind }, _folder["out"]);
        using var dataset = Dataset.Open(_folder["out"]);
        var ids = dataset.Tokenizer.Tokenize(odd).Select(dataset.Vocabulary.IdOf);
        Assert.Equal(dataset.Train.Read(0), ids);
    }

    [Fact]
    public void A_label_that_is_a_text_is_refused()
    {
        var path = _folder.Write("a.jsonl", $$"""{"text":"a","y":"{{new string('x', 1_001)}}"}""");
        Assert.Equal(
            "The label field holds a value of 1001 characters, and 1000 are the most that a label has. Name a field with categories as the "
            + "label field, or none.",
            Assert.Throws<DataException>(() => DatasetBuilder.Prepare(
                new PrepareOptions { Train = [path], LabelField = "y" }, _folder["out"])).Message);
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> Read(string path, TextReadOptions options, out IEnumerable<SkipReason> skipped)
    {
        using var reader = TextRecordReader.Open(path, options);
        List<string> texts = [];
        while (reader.Read() is { } record)
            texts.Add(record.Text);
        skipped = reader.Skipped.Select(s => s.Reason);
        return texts;
    }

    /// <summary>Lines of a letter as long as what is read at a time.</summary>
    private sealed class LongLines(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            var line = buffer.AsSpan(offset, read);
            line.Fill((byte)'x');
            line[(read - Math.Min(read, 1))..].Fill((byte)'\n');
            Position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
