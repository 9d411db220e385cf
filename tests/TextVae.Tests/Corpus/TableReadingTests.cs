using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

/// <summary>Tables as people have them: of spreadsheets, with and without a header, and damaged.</summary>
public sealed class TableReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("id;kind;priority;text\n1;bug;high;It broke, again\n2;wish;low;\"More; please\"\n")]
    [InlineData("id;kind;text\r\n1;bug;It broke, again\r\n\r\n2;wish;More; please\r\n")]
    [InlineData("id;\"kind, of ticket\";text\n1;bug;It broke, again\n2;wish;\"More\n; please\"")]
    [InlineData("id;kind (bug, wish);text\n1;bug;It broke, again\n2;wish;More please\n")]
    public void Semicolons_between_fields_are_recognised(string content)
    {
        var records = Read("a.csv", content, new TextReadOptions { TextField = "text", LabelField = "id" }, out _);
        Assert.Equal(["1"], records.Take(1).Select(record => record.Label!));
        Assert.StartsWith("It broke, again", Assert.Single(records, record => record.Label == "1").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_semicolons_need_no_header()
    {
        var records = Read("a.csv", "bug;It broke again\nwish;More, please\n", new TextReadOptions(), out _);
        Assert.Equal([("bug", "It broke again"), ("wish", "More, please")], records.Select(record => (record.Label!, record.Text)));
    }

    [Theory]
    [InlineData("Good food; bad service\nI came, I saw; I left\nFine; really\n")]
    [InlineData("Tom &amp;Jerry\nplain\nmore, of it\nplain\n")]
    [InlineData("one ;) smile\ntwo words\nthree, four; five\n")]
    [InlineData("only;one row")]
    [InlineData("text\nGood, but slow; never again\nfine\n")]
    [InlineData("\"quoted; with, both\"\n\"and; again\"\n")]
    public void One_column_of_texts_is_not_torn_apart(string content)
    {
        var records = Read("a.csv", content, new TextReadOptions(), out var skipped);
        var lines = content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "text").Select(line => line.Trim('"'));
        Assert.Equal(lines, records.Select(record => record.Text));
        Assert.All(records, record => Assert.Null(record.Label));
        Assert.Empty(skipped);
    }

    [Theory]
    [InlineData("a.csv", "nr,text\nA-7,one two\nB-9,two\n", "nr", "text")]
    [InlineData("a.tsv", "A-7\tone two\nB-9\ttwo\n", "1", "2")]
    [InlineData("a.jsonl", "{\"nr\":\"A-7\",\"text\":\"one two\"}\n{\"text\":\"two\",\"nr\":\"B-9\"}\n", "nr", null)]
    public void Records_have_the_id_that_a_field_holds(string name, string content, string id, string? text)
    {
        var records = Read(name, content, new TextReadOptions { IdField = id, TextField = text }, out _);
        Assert.Equal([("A-7", "one two"), ("B-9", "two")], records.Select(record => (record.Id!, record.Text)));
    }

    [Fact]
    public void Plain_lines_have_no_id() => Assert.Equal(
        "'a.txt' is read as plain lines, which have no id. Leave the id field out, or give the format, such as CSV.",
        Assert.Throws<DataException>(() => Read("a.txt", "one\n", new TextReadOptions { IdField = "1" }, out _)).Message);

    [Fact]
    public void Commas_stay_commas_where_texts_have_as_many_semicolons()
    {
        var records = Read("a.csv", "bug,broken;again\nwish,more;please\n", new TextReadOptions { TextField = "2", LabelField = "1" }, out _);
        Assert.Equal([("bug", "broken;again"), ("wish", "more;please")], records.Select(record => (record.Label!, record.Text)));
    }

    [Fact]
    public void Long_texts_over_many_lines_hide_no_semicolons()
    {
        var text = string.Join('\n', Enumerable.Repeat("a line of a long text, with commas", 500));
        var rows = string.Concat(Enumerable.Range(0, 9).Select(i => $"{i};\"{text}\"\n"));
        var records = Read("a.csv", "id;text\n" + rows, new TextReadOptions(), out _);
        Assert.Equal(Enumerable.Repeat(text, 9), records.Select(record => record.Text));
    }

    [Theory]
    [InlineData("id,kind,text\n1,bug,It broke\n", "3", "2")]
    [InlineData("id,kind,Review_Text\n1,bug,It broke\n", "3", null)]
    [InlineData("message\nIt broke\n", null, null)]
    [InlineData("REVIEWS\nIt broke\n", "1", null)]
    [InlineData("reviewText,n\nIt broke,1\n", "1", "2")]
    [InlineData("Ticket text,kind\nIt broke,bug\n", null, null)]
    [InlineData("kind,ticket body\nbug,It broke\n", "2", "1")]
    public void A_row_with_a_usual_name_above_the_texts_is_a_header(string content, string? text, string? label)
    {
        var records = Read("a.csv", content, new TextReadOptions { TextField = text, LabelField = label }, out _);
        Assert.Equal(["It broke"], records.Select(record => record.Text));
    }

    [Theory]
    [InlineData("bug\tIt broke\n")]
    [InlineData("question\tIs it so\n")]
    [InlineData("1\tgood question\n")]
    [InlineData("bug\tThis is my text.\n")]
    [InlineData("bug\tI like this text\n")]
    [InlineData("bug\ttexting while driving\n")]
    public void A_row_that_may_be_a_record_is_one(string content)
    {
        var records = Read("a.tsv", content + "wish\tMore please\n", new TextReadOptions { TextField = "2", LabelField = "1" }, out _);
        Assert.Equal([content.TrimEnd('\n').Split('\t')[1], "More please"], records.Select(record => record.Text));
    }

    [Theory]
    [InlineData("first,second\nbug,It broke\n", HeaderRow.Yes, "2", "1", "bug|It broke")]
    [InlineData("kind,message\nbug,It broke\n", HeaderRow.Yes, null, null, "bug|It broke")]
    [InlineData("kind of it,message\nbug,It broke\n", HeaderRow.Yes, null, null, "bug|It broke")]
    [InlineData("text,good\nbad,fine\n", HeaderRow.No, "1", "2", "good|text fine|bad")]
    public void What_is_said_of_the_header_holds(string content, HeaderRow header, string? text, string? label, string expected)
    {
        var options = new TextReadOptions { TextField = text, LabelField = label, Header = header };
        var records = Read("a.csv", content, options, out _);
        Assert.Equal(expected, string.Join(' ', records.Select(record => $"{record.Label}|{record.Text}")));
    }

    [Fact]
    public void A_name_without_a_header_is_told() => Assert.Equal(
        "'a.csv' is read without a header, and nothing else names its columns. Give the fields as the columns' numbers, counted from 1.",
        Assert.Throws<DataException>(() => Read(
            "a.csv", "id,text\n1,fine\n", new TextReadOptions { TextField = "text", Header = HeaderRow.No }, out _)).Message);

    [Fact]
    public void A_column_that_is_empty_everywhere_is_told_so() => Assert.Equal(
        "No record of 'a.csv' has a value in the field 'kind', which is empty. The other fields found are: text. Name one of them as the label "
        + "field.",
        Assert.Throws<DataException>(() => Read("a.csv", "text,Kind\nfine,\n", new TextReadOptions { LabelField = "kind" }, out _)).Message);

    [Theory]
    [InlineData("a.csv", ",")]
    [InlineData("a.tsv", "\t")]
    public void Rows_with_more_fields_than_the_first_are_counted(string name, string separator)
    {
        var content = "id,text\n1,whole\n2,torn,apart\n3,trailing,\n4,blank, ,\n5\n".Replace(",", separator, StringComparison.Ordinal);
        var records = Read(name, content, new TextReadOptions(), out var skipped);
        Assert.Equal(["whole", "trailing", "blank"], records.Select(record => record.Text));
        Assert.Equal(
            [$"1 without the text field (first: {name}, line 6)", $"1 with more fields than the first row (first: {name}, line 3)"], skipped);
    }

    [Fact]
    public void A_row_with_more_fields_is_refused_where_reading_is_strict() => Assert.Equal(
        "'a.csv', line 3 (byte 16): the record is with more fields than the first row. Mend it, or leave such records out: then they are "
        + "counted.",
        Assert.Throws<DataException>(() => Read(
            "a.csv", "id,text\n1,whole\n2,torn,apart\n", new TextReadOptions { Strict = true }, out _)).Message);

    [Fact]
    public void A_row_whose_quote_is_never_closed_is_counted_and_the_next_rows_are_read()
    {
        var records = Read(
            "a.csv", "id,text,kind\n1,\"never closed,a\n2,\"fine, too\",b\n3,\"Great\" place,b\n4,\"cut off", new TextReadOptions(), out var skipped);
        Assert.Equal(["fine, too", "\"Great\" place"], records.Select(record => record.Text));
        Assert.Equal(["2 with a quote that is never closed (first: a.csv, line 2)"], skipped);
    }

    [Fact]
    public void A_quote_that_seems_to_be_closed_many_rows_later_swallows_none_of_them()
    {
        var rows = string.Concat(Enumerable.Range(2, 12).Select(i => $"{i},row {i},b\n"));
        var records = Read("a.csv", $"id,text,kind\n1,\"never closed,a\n{rows}14,a screen of 5\",b\n", new TextReadOptions(), out var skipped);
        Assert.Equal([.. Enumerable.Range(2, 12).Select(i => $"row {i}"), "a screen of 5\""], records.Select(record => record.Text));
        Assert.Equal(["1 with a quote that is never closed (first: a.csv, line 2)"], skipped);
    }

    [Fact]
    public void A_text_over_many_lines_is_one_whatever_commas_it_has()
    {
        var text = string.Concat(Enumerable.Range(0, 30).Select(i => i % 9 == 0 ? "a line, with\n" : "one, two, three\n"));
        var records = Read("a.csv", $"id,text,kind\n1,\"{text}\",a\n", new TextReadOptions(), out var skipped);
        Assert.Equal([text], records.Select(record => record.Text));
        Assert.Empty(skipped);
    }

    public void Dispose() => _folder.Dispose();

    private List<TextRecord> Read(string name, string content, TextReadOptions options, out IReadOnlyList<string> skipped)
    {
        using var reader = TextRecordReader.Open(_folder.Write(name, content), options);
        List<TextRecord> records = [];
        while (reader.Read() is { } record)
            records.Add(record);
        skipped = [.. reader.Skipped.Select(reason => reason.Describe())];
        return records;
    }
}
