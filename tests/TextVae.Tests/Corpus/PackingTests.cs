using System.Text;
using TextVae.Corpus;
using ZstdSharp;

namespace TextVae.Tests.Corpus;

public sealed class PackingTests : IDisposable
{
    private const string Review = """{"review_id":"r","stars":1,"text":"from the archive"}""";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Gzip_is_read_to_its_last_member() => Assert.Equal(
        ["one", "two", "three"],
        Read(_folder.Write("a.txt.gz", [.. TemporaryFolder.Gzip("one\ntw"), .. TemporaryFolder.Gzip("o\nthree\n")])));

    [Fact]
    public void Zstandard_is_read_to_its_last_frame()
    {
        using Compressor compressor = new();
        var first = compressor.Wrap(Encoding.UTF8.GetBytes("one\ntw")).ToArray();
        var second = compressor.Wrap(Encoding.UTF8.GetBytes("o\nthree\n")).ToArray();
        Assert.Equal(["one", "two", "three"], Read(_folder.Write("a.txt.zst", [.. first, .. second])));
    }

    [Fact]
    public void What_is_packed_without_saying_so_is_unpacked()
    {
        using Compressor compressor = new();
        var archive = _folder.WriteTar("a.tgz", ("review.json", Review));
        File.Move(archive, _folder["packed.tar"]);
        Assert.Equal(["from the archive"], Read(_folder["packed.tar"]));
        Assert.Equal(["one"], Read(_folder.Write("gzip.txt", TemporaryFolder.Gzip("one\n"))));
        Assert.Equal(["one"], Read(_folder.Write("zstandard.txt", compressor.Wrap("one\n"u8).ToArray())));
        Assert.Equal(["on"], Read(_folder.Write("short.txt", "on")));
    }

    [Theory]
    [InlineData("yelp.tar")]
    [InlineData("yelp.tar.gz")]
    [InlineData("yelp.tgz")]
    public void The_reviews_of_an_archive_are_found(string name)
    {
        var path = _folder.WriteTar(
            name,
            ("._yelp_academic_dataset_review.json", "attributes"),
            ("yelp_academic_dataset_business.json", "{}"),
            ("yelp_academic_dataset_review.json", Review),
            ("agreement.txt", "terms"));
        using var reader = TextRecordReader.Open(path);
        Assert.Equal(new TextRecord("from the archive", "1", "r", 1), reader.Read());
        Assert.Null(reader.Read());
        Assert.Equal(reader.TotalBytes, reader.BytesRead);
    }

    [Fact]
    public void An_entry_is_chosen_by_name_and_unpacked()
    {
        var path = _folder.WriteTar("a.tar", ("x/one.txt", "first\n"), ("x/two.txt", "second\n"));
        Assert.Equal(["second"], Read(path + "::x/two.txt"));
        AssertRefused(
            path,
            $"'{path}' has 2 entries that may be meant: x/one.txt, x/two.txt. Choose one as {path}::ENTRY.");
        AssertRefused(path + "::three.txt", $"'{path}' has no entry 'three.txt'. It holds x/one.txt, x/two.txt.");
    }

    [Fact]
    public void An_archive_without_the_format_is_refused()
    {
        var path = _folder.WriteTar("a.tar", ("readme.md", "x"));
        AssertRefused(
            path,
            $"'{path}' has no entry whose name ends with .csv. It holds readme.md. Choose one as {path}::ENTRY.",
            TextFormat.Csv);
    }

    [Fact]
    public void What_is_no_archive_has_no_entries()
    {
        var path = _folder.Write("a.txt", "x");
        AssertRefused(path + "::y", $"'{path}' is not a tar archive, so it has no entry 'y'. Give the file alone.");
    }

    [Theory]
    [InlineData("a.txt.gz")]
    [InlineData("a.txt.zst")]
    [InlineData("a.tar")]
    public void A_file_that_is_not_what_its_name_says_is_refused(string name)
    {
        var path = _folder.Write(name, "plain text that is neither packed nor an archive" + new string('\n', 600));
        var e = Assert.Throws<DataException>(() => Read(path));
        Assert.StartsWith($"'{name}' cannot be read: ", e.Message);
        Assert.EndsWith(
            ". It may be damaged or not wholly downloaded: compare its size and checksum with the source's, and get it again.",
            e.Message);
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    [InlineData(".tgz")]
    [InlineData(".tar")]
    [InlineData(".tar", "::a.txt")]
    public void A_packed_file_that_is_cut_off_is_refused(string extension, string entry = "")
    {
        var text = string.Join('\n', Enumerable.Range(0, 20_000).Select(i => (i * 7919 % 10_007).ToString()));
        using Compressor compressor = new();
        var packed = extension switch
        {
            ".gz" => TemporaryFolder.Gzip(text),
            ".zst" => compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray(),
            _ => File.ReadAllBytes(_folder.WriteTar("whole" + extension, ("a.txt", text))),
        };
        var path = _folder.Write("a.txt" + extension, packed[..(packed.Length / 2)]);
        Assert.StartsWith(
            $"'a.txt{extension}{entry}' cannot be read: ",
            Assert.Throws<DataException>(() => Read(path + entry, TextFormat.Lines)).Message);
    }

    [Fact]
    public void An_unknown_packing_is_refused()
    {
        var path = _folder.Write("a.zip", "PK");
        AssertRefused(path, $"'{path}' is packed in a way that is not read here. Unpack it, or pack it as .gz, .zst or .tar.");
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> Read(string input, TextFormat format = TextFormat.Auto)
    {
        using var reader = TextRecordReader.Open(input, new TextReadOptions { Format = format });
        List<string> texts = [];
        while (reader.Read() is { } record)
            texts.Add(record.Text);
        return texts;
    }

    private static void AssertRefused(string input, string message, TextFormat format = TextFormat.Auto) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => Read(input, format)).Message);
}
