using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class LineReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("one\ntwo\n")]
    [InlineData("one\r\ntwo\r\n")]
    [InlineData("\uFEFFone\ntwo")]
    [InlineData("one\ntwo\n ")]
    public void Lines_are_read_without_their_ends(string content)
    {
        using var reader = TextRecordReader.Open(_folder.Write("a.txt", content));
        Assert.Equal(new TextRecord("one", null, null, 1), reader.Read());
        Assert.Equal(new TextRecord("two", null, null, 2), reader.Read());
        Assert.Null(reader.Read());
        Assert.Null(reader.Read());
    }

    [Theory]
    [InlineData("a.txt", "{", TextFormat.Lines)]
    [InlineData("a.csv", "{", TextFormat.Csv)]
    [InlineData("a.TSV", "{", TextFormat.Tsv)]
    [InlineData("a.tab", "{", TextFormat.Tsv)]
    [InlineData("a.json", "x", TextFormat.JsonLines)]
    [InlineData("a", " \n {\"text\":1}", TextFormat.JsonLines)]
    [InlineData("a", "[{\"text\":1}]", TextFormat.JsonLines)]
    [InlineData("a", "words", TextFormat.Lines)]
    [InlineData("a.jsonl", "{\"text\":\"\",\"stars\":1}\n{\"review_id\":1}", TextFormat.JsonLines)]
    [InlineData("a.jsonl", "{\"text\":\"\",\"n\":{\"stars\":1,\"review_id\":1}}", TextFormat.JsonLines)]
    [InlineData("a.jsonl", "{\"text\":\"\",\"n\":{},\"stars\":1,\"review_id\":1}", TextFormat.Yelp)]
    [InlineData("a.json", "[{\"text\":\"\",\"stars\":1,\"review_id\":1}]", TextFormat.Yelp)]
    public void The_format_is_told_by_the_name_and_then_by_the_start(string name, string content, TextFormat format)
    {
        using var reader = TextRecordReader.Open(_folder.Write(name, content));
        Assert.Equal(format, reader.Format);
    }

    [Fact]
    public void A_line_at_the_limit_is_read_and_one_above_is_not()
    {
        var path = _folder.Write("a.txt", "12345\n123456\n1234567\n12345");
        using var reader = TextRecordReader.Open(path, new TextReadOptions { MaxRecordBytes = 5 });
        Assert.Equal(1, reader.Read()!.Line);
        Assert.Equal(4, reader.Read()!.Line);
        Assert.Null(reader.Read());
        Assert.Equal("2 longer than the limit in bytes (first: a.txt, line 2)", Assert.Single(reader.Skipped).Describe());
        Assert.Equal([new RecordPlace("a.txt", 2, 6), new RecordPlace("a.txt", 3, 13)], reader.Skipped[0].First);
    }

    public void Dispose() => _folder.Dispose();
}
