using CsCheck;
using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class RowReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Csv_with_a_header_is_read_by_names()
    {
        var path = _folder.Write("a.csv", "id,Text,stars\r\n1,\"two\nlines, \"\"quoted\"\"\",4.0\r\n2,plain,5\r\n");
        Assert.Equal(
            [new TextRecord("two\nlines, \"quoted\"", "4", null, 2), new TextRecord("plain", "5", null, 4)],
            Read(path, new TextReadOptions { LabelField = "stars" }));
    }

    [Fact]
    public void Tsv_without_a_header_is_read_by_numbers_or_by_its_look()
    {
        var path = _folder.Write("a.tsv", "0\tnot good at all .\n1\tgreat !\n");
        TextRecord[] expected = [new("not good at all .", "0", null, 1), new("great !", "1", null, 2)];
        Assert.Equal(expected, Read(path, new TextReadOptions { TextField = "2", LabelField = "1" }));
        Assert.Equal(expected, Read(path));
    }

    [Fact]
    public void A_stray_quote_is_a_character_and_swallows_nothing()
    {
        var path = _folder.Write("a.tsv", "0\t\"great\" place\n1\t\"never closed\n0\tsay \"hi\" \"\n1\t\"whole \"\"field\"\"\"\n");
        Assert.Equal(
            ["\"great\" place", "\"never closed", "say \"hi\" \"", "whole \"field\""],
            Read(path).Select(record => record.Text));
    }

    [Fact]
    public void Quotes_at_the_beginning_of_one_row_and_the_end_of_another_leave_both_rows()
    {
        var path = _folder.Write("a.tsv", "\"I loved it.\t1\nI will return.\"\t1\n\"two\nlines\"\t0\n");
        Assert.Equal(
            ["\"I loved it.", "I will return.\"", "two\nlines"],
            Read(path, new TextReadOptions { TextField = "1" }).Select(record => record.Text));
    }

    [Fact]
    public void Any_table_comes_back_as_it_was_written() =>
        Gen.OneOf(Any.Of("", "\"", "\n", "\r\n", ",", "\t", "é😀", " x "), Gen.String[Gen.Char['a', 'f'], 0, 3])
            .Array[0, 4].Select(string.Concat).Array[3].Array[1, 8].All(
                rows =>
                {
                    var quoted = string.Concat(rows.Select(row =>
                        string.Join(',', row.Select(field => $"\"{field.Replace("\"", "\"\"")}\"")) + "\r\n"));
                    var path = _folder.Write("any.csv", quoted);
                    Assert.Equal(
                        rows.Select(row => row[1]),
                        Read(path, new TextReadOptions { TextField = "2" }).Select(record => record.Text));
                },
                samples: 500);

    [Fact]
    public void Rows_that_cannot_be_used_are_counted_and_the_next_is_found()
    {
        var path = _folder.Write(
            "a.csv",
            [.. "text,y\nfine,1\n"u8, .. "b"u8, 0xFF, .. ",1\n"u8, .. "\"long\n"u8, .. new byte[200], .. "\n\nlast one\n"u8]);
        using var reader = TextRecordReader.Open(path, new TextReadOptions { TextField = "y", MaxRecordBytes = 100 });
        Assert.Equal(new TextRecord("1", null, null, 2), reader.Read());
        Assert.Null(reader.Read());
        Assert.Equal(
            ["InvalidUtf8 3:15", "MissingField 7:227", "TooManyBytes 5:25", "OpenQuote 4:19"],
            reader.Skipped.Select(s => $"{s.Reason} {string.Join(',', s.First.Select(p => $"{p.Line}:{p.Offset}"))}"));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "body", "'a.csv' has no column 'body'. The fields found in its first row are: 'a', 'b'. Name one "
        + "of them as the text field, or give the column's number, counted from 1.")]
    [InlineData("a,b,c\n1,2,3\n", null, "'a.csv' has 3 columns, its first row is 'a', 'b', 'c', and nothing says which column "
        + "is the text. Give the text field as a column's name or as its number, counted from 1.")]
    [InlineData("a,b\n1,2\n", "3", "No record of 'a.csv' has a text in the field '3'. The fields found are: 1, 2. Name one of "
        + "them as the text field.")]
    public void A_column_that_is_not_there_is_told_with_those_that_are(string content, string? field, string message)
    {
        var path = _folder.Write("a.csv", content);
        Assert.Equal(
            message,
            Assert.Throws<DataException>(() => Read(path, new TextReadOptions { TextField = field })).Message);
    }

    [Fact]
    public void One_column_needs_no_name() =>
        Assert.Equal(["a b", "c"], Read(_folder.Write("a.csv", "a b\nc\n")).Select(record => record.Text));

    public void Dispose() => _folder.Dispose();

    private static List<TextRecord> Read(string path, TextReadOptions? options = null)
    {
        using var reader = TextRecordReader.Open(path, options);
        List<TextRecord> records = [];
        while (reader.Read() is { } record)
            records.Add(record);
        return records;
    }
}
