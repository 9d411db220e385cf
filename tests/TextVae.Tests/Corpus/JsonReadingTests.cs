using System.Text;
using System.Text.Json;
using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class JsonReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("3", "3")]
    [InlineData("3.0", "3")]
    [InlineData("3.5", "3.5")]
    [InlineData("-1.00", "-1")]
    [InlineData("\"4.0\"", "4")]
    [InlineData("\" good \"", "good")]
    [InlineData("\"two\\nlines\"", "two lines")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("[1]", null)]
    public void A_label_has_one_spelling_for_one_value(string json, string? label)
    {
        var path = _folder.Write("a.jsonl", $$"""{"text": "x", "y": {{json}}}""" + "\n" + """{"text": "x", "y": 1}""");
        Assert.Equal(label, Read(path, new TextReadOptions { LabelField = "y" })[0].Label);
    }

    [Fact]
    public void Yelp_reviews_are_recognised_as_lines_and_as_an_array()
    {
        const string Review = """{"review_id":"r1","stars":4.0,"date":1531001351000,"text":"A\nb \u00e9 \ud83d\ude00","useful":{"n":[1]}}""";
        var lines = _folder.Write("reviews.jsonl", Review + "\n\n" + Review + "\n");
        var array = _folder.Write("reviews", "\uFEFF [\n" + Review.Replace(",", ",\n") + "\n,\n" + Review + "]\n");
        foreach ((var path, var second) in new[] { (lines, 3L), (array, 8L) })
        {
            using var reader = TextRecordReader.Open(path);
            Assert.Equal(TextFormat.Yelp, reader.Format);
            Assert.Equal("A\nb é 😀", reader.Read()!.Text);
            Assert.Equal(new TextRecord("A\nb é 😀", "4", "r1", second), reader.Read());
            Assert.Null(reader.Read());
            Assert.Empty(reader.Skipped);
            Assert.Equal(reader.TotalBytes, reader.BytesRead);
        }
    }

    [Fact]
    public void An_array_is_cut_at_the_right_places_whatever_its_strings_hold()
    {
        string[] texts = ["]", "[{", "\\\"", "a\"b,", "\\\\", "}\n{"];
        var objects = texts.Select(text => $$"""{"n":[[],{}],"text":{{JsonSerializer.Serialize(text)}}}""");
        var json = "[" + string.Join(" , ", objects) + "]";
        Assert.Equal(texts, Read(_folder.Write("a.json", json)).Select(record => record.Text));
    }

    [Fact]
    public void An_array_after_an_array_is_read_too()
    {
        using var reader = TextRecordReader.Open(_folder.Write("a.json", "[{\"text\":\"one\"}]\n[{\"text\":\"two\"}]\n\n"));
        Assert.Equal(new TextRecord("one", null, null, 1), reader.Read());
        Assert.Equal(new TextRecord("two", null, null, 2), reader.Read());
        Assert.Null(reader.Read());
        Assert.Empty(reader.Skipped);
    }

    [Fact]
    public void What_follows_an_array_and_is_none_is_counted()
    {
        using var reader = TextRecordReader.Open(_folder.Write("a.json", "[{\"text\":\"one\"}]\n, {\"text\":\"two\"}\n"));
        Assert.Equal("one", reader.Read()!.Text);
        Assert.Null(reader.Read());
        Assert.Equal(["BrokenJson 1: 2@17"], Describe(reader));
    }

    [Fact]
    public void Damaged_lines_are_left_out_and_counted_with_their_places()
    {
        byte[] content =
        [
            .. "{\"text\":\"one\"}\n"u8, // 15 bytes
            .. "{\"text\":\"tw"u8, 0xE9, .. "\"}\n"u8, // line 2, bad byte at 15 + 11
            .. "{\"text\":\"half \\ud83d pair\"}\n"u8,
            .. "not json\n"u8,
            .. "{\"text\":5}\n"u8,
            .. "{\"text\":\"a\"} {\"text\":\"b\"}\n"u8,
            .. "{\"text\":\"last\",\"x\":"u8,
        ];
        using var reader = TextRecordReader.Open(_folder.Write("a.jsonl", content));
        Assert.Equal("one", reader.Read()!.Text);
        Assert.Null(reader.Read());
        Assert.Equal(
            ["InvalidUtf8 1: 2@26", "BrokenJson 3: 3@30,4@58,6@78", "CutOff 1: 7@104", "MissingField 1: 5@67"],
            Describe(reader));
    }

    [Theory]
    [InlineData("{\"text\":\"one\"}\n{\"text\":\"two\"\n{\"text\":\"three\"}\n", 2, 15, "not a JSON object")]
    [InlineData("{\"text\":\"one\"}\n{\"text\":\"tw", 2, 15, "cut off at the end of the file")]
    [InlineData("[{\"text\":\"one\"},\n{\"text\":\"two\"}", 2, 31, "cut off at the end of the file")]
    [InlineData("{\"text\":\"one\"}\n{\"words\":\"two\"}\n", 2, 15, "without the text field")]
    public void Strict_reading_refuses_the_first_damaged_record(string content, long line, long offset, string what)
    {
        var path = _folder.Write("a.jsonl", content);
        Assert.Equal(
            $"'a.jsonl', line {line} (byte {offset}): the record is {what}. Mend it, or leave such records out: then they are counted.",
            Assert.Throws<DataException>(() => Read(path, new TextReadOptions { Strict = true })).Message);
    }

    [Theory]
    [InlineData("[{\"text\":\"one\"},{\"text\":\"two\"}")]
    [InlineData("[{\"text\":\"one\"},{\"text\":\"two\"},")]
    [InlineData("[{\"text\":\"one\"},{\"text\":\"two\"},{\"text\":\"thr")]
    [InlineData("[{\"text\":\"one\"},{\"text\":\"two\"},{\"text\":\"thr\\")]
    public void An_array_that_is_cut_off_gives_what_is_whole(string content)
    {
        using var reader = TextRecordReader.Open(_folder.Write("a.json", content));
        Assert.Equal("one", reader.Read()!.Text);
        var second = reader.Read()?.Text;
        Assert.Null(reader.Read());
        Assert.Equal("two", second);
        Assert.Equal("CutOff", Assert.Single(reader.Skipped).Reason.ToString());
    }

    [Theory]
    [InlineData("a.jsonl", "{0}\n{1}\n{0}\n")]
    [InlineData("a.json", "[{0},\n{1},\n{0}]")]
    public void A_record_over_the_limit_is_left_out_without_being_held(string name, string layout)
    {
        const int Limit = 1 << 20;
        var small = """{"text":"small"}""";
        var large = "{\"text\":\"" + new string('x', 20 << 20) + "\"}";
        var path = _folder.Write(name, layout.Replace("{0}", small).Replace("{1}", large));
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        using var reader = TextRecordReader.Open(path, new TextReadOptions { MaxRecordBytes = Limit });
        Assert.Equal(new TextRecord("small", null, null, 1), reader.Read());
        Assert.Equal(new TextRecord("small", null, null, 3), reader.Read());
        Assert.Null(reader.Read());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 8 * Limit);
        Assert.Equal(["TooManyBytes 1: 2@" + (name == "a.json" ? 19 : 17)], Describe(reader));
    }

    [Fact]
    public void A_field_that_no_record_has_is_an_error_that_lists_those_there_are()
    {
        var path = _folder.Write("a.jsonl", "{\"title\":\"x\",\"body\":\"y\"}\n{\"body\":\"y\",\"tag\":1}\n");
        Assert.Equal(
            "No record of 'a.jsonl' has a text in the field 'text'. The fields found are: title, body, tag. Name one of them "
            + "as the text field.",
            Assert.Throws<DataException>(() => Read(path)).Message);
        Assert.Equal(
            "No record of 'a.jsonl' has a value in the field 'stars'. The fields found are: title, body, tag. Name one of them "
            + "as the label field.",
            Assert.Throws<DataException>(() => Read(path, new TextReadOptions { TextField = "body", LabelField = "stars" })).Message);
    }

    [Theory]
    [InlineData("{\"meta\":{\"title\":\"x\",\"n\":{\"kind\":3.0}}}", "x", "3")]
    [InlineData("{\"meta\":{\"n\":{\"kind\":\"a\",\"title\":\"y\"},\"title\":\"x\"},\"title\":\"z\"}", "x", "a")]
    [InlineData("{\"meta.title\":\"by name\",\"meta\":{\"title\":\"x\"}}", "by name", null)]
    [InlineData("{\"meta\":{\"title\":\"x\",\"n\":{\"kind\":1}},\"meta.title\":\"by name\",\"meta.n.kind\":2}", "by name", "2")]
    [InlineData("{\"meta\":{\"title\":\"x\",\"n\":[{\"kind\":1}]}}", "x", null)]
    public void A_name_with_dots_leads_into_objects_unless_a_member_has_it(string json, string text, string? label)
    {
        var path = _folder.Write("a.jsonl", json + "\n{\"meta\":{\"title\":\"next\",\"n\":{\"kind\":\"b\"}}}\n");
        var records = Read(path, new TextReadOptions { TextField = "meta.title", LabelField = "meta.n.kind" });
        Assert.Equal([new TextRecord(text, label, null, 1), new TextRecord("next", "b", null, 2)], records);
    }

    [Theory]
    [InlineData("{\"meta\":{\"title\":\"x\",\"n\":{\"a\":1}},\"body\":\"y\"}", "meta", ", which is an object. The fields found are: meta.title, meta.n, "
        + "body. Name one of them as the text field.")]
    [InlineData("{\"meta\":null,\"body\":\"y\"}\n{\"meta\":[\"x\"]}", "meta", ", which is null or a list. The other fields found are: body. Name one of "
        + "them as the text field.")]
    [InlineData("{\"text\":5}", "text", ", which is a number. There is no other field. Give a file that has one.")]
    [InlineData("{\"meta\":{\"title\":true}}", "meta.title", ", which is true or false. There is no other field. Give a file that has one.")]
    [InlineData("{\"Text\":\"x\",\"text\":null}", "text", ", which is null. The other fields found are: Text. Name one of them as the text field.")]
    public void A_field_that_holds_no_text_is_told_with_what_it_holds(string json, string field, string message)
    {
        var path = _folder.Write("a.jsonl", json + "\n");
        Assert.Equal(
            $"No record of 'a.jsonl' has a text in the field '{field}'{message}",
            Assert.Throws<DataException>(() => Read(path, new TextReadOptions { TextField = field })).Message);
    }

    [Fact]
    public void A_label_field_that_is_empty_everywhere_is_told_so()
    {
        var path = _folder.Write("a.jsonl", "{\"text\":\"x\",\"kind\":\"\"}\n");
        Assert.Equal(
            "No record of 'a.jsonl' has a value in the field 'kind', which is empty. The other fields found are: text. Name one of them as "
            + "the label field.",
            Assert.Throws<DataException>(() => Read(path, new TextReadOptions { LabelField = "kind" })).Message);
    }

    [Fact]
    public void Utf16_is_refused_with_the_command_that_converts_it()
    {
        var path = _folder.Write("a.jsonl", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\"text\":\"x\"}")]);
        Assert.Equal(
            "'a.jsonl' is UTF-16, and UTF-8 is wanted. Convert it by `iconv -f UTF-16 -t UTF-8`.",
            Assert.Throws<DataException>(() => Read(path)).Message);
    }

    public void Dispose() => _folder.Dispose();

    private static List<TextRecord> Read(string path, TextReadOptions? options = null)
    {
        using var reader = TextRecordReader.Open(path, options);
        List<TextRecord> records = [];
        while (reader.Read() is { } record)
            records.Add(record);
        return records;
    }

    private static string[] Describe(TextRecordReader reader) => [.. reader.Skipped.Select(skipped =>
        $"{skipped.Reason} {skipped.Count}: {string.Join(',', skipped.First.Select(place => $"{place.Line}@{place.Offset}"))}")];
}
