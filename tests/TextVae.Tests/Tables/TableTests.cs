using System.Buffers.Binary;
using System.Text;
using TextVae.Tables;

namespace TextVae.Tests.Tables;

/// <summary>What is written comes back, and stands in the file as the formats have it.</summary>
public sealed class TableTests : IDisposable
{
    private static readonly Row[] Rows =
    [
        new("the \"food\", was\ngreat", 0.1, [1, -2.5f, 1e-30f]), new("مرحبا 👩‍👩‍👧 ไทย", double.NaN, [float.MaxValue, 0.1f, -0f]), new(null, -7, [3, 4, 5]),
    ];

    private static readonly TableColumn<Row>[] Columns =
    [
        TableColumn<Row>.OfText("text", row => row.Text), TableColumn<Row>.OfNumber("score", row => row.Score),
        TableColumn<Row>.OfVector("vector", 3, row => row.Vector),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.npy")]
    [InlineData("rows.parquet")]
    public void Vectors_come_back_to_the_last_bit(string name)
    {
        Write(name, Rows);

        Assert.Equal(Rows.Select(row => row.Vector), VectorFile.Read(_folder[name], 3));
    }

    [Theory]
    [InlineData("many.csv")]
    [InlineData("many.npy")]
    [InlineData("many.parquet")]
    public void So_do_many_of_them_and_none(string name)
    {
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 70_000).Select(i => new Row($"{i}", i, [random.NextSingle(), i, -i]))];

        Write(name, rows);
        Assert.Equal(rows.Select(row => row.Vector), VectorFile.Read(_folder[name], 3));

        Write(name, []);
        Assert.Empty(VectorFile.Read(_folder[name], 3));
    }

    [Fact]
    public void Comma_separated_values_quote_what_needs_it()
    {
        Write("rows.csv", Rows);

        Assert.Equal(
            "text,score,vector_1,vector_2,vector_3\n\"the \"\"food\"\", was\ngreat\",0.1,1,-2.5,1E-30\n"
            + "مرحبا 👩‍👩‍👧 ไทย,NaN,3.4028235E+38,0.1,-0\n,-7,3,4,5\n",
            File.ReadAllText(_folder["rows.csv"]));
    }

    [Fact]
    public void A_numpy_file_has_an_aligned_header_and_rows_of_float32()
    {
        Write("rows.npy", Rows);

        var bytes = File.ReadAllBytes(_folder["rows.npy"]);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], bytes[..8]);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, (10 + length) % 64);
        Assert.Equal(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 3), }",
            Encoding.ASCII.GetString(bytes, 10, length).TrimEnd(' ', '\n'));
        Assert.Equal((byte)'\n', bytes[9 + length]);
        Assert.Equal(10 + length + (9 * sizeof(float)), bytes.Length);
        Assert.Equal(-2.5f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(10 + length + 4)));
    }

    [Fact]
    public async Task A_Parquet_file_has_texts_numbers_and_lists()
    {
        Write("rows.parquet", Rows);

        await using var reader = await Parquet.ParquetReader.CreateAsync(_folder["rows.parquet"]);
        Assert.Equal(["text", "score", "vector"], reader.Schema.Fields.Select(field => field.Name));
        Assert.Equal(["text", "score", "vector/list/element"], reader.Schema.DataFields.Select(field => field.Path.ToString()));
        var group = reader.RowGroups[0];
        var texts = new string[3];
        await group.ReadAsync(reader.Schema.DataFields[0], texts);
        var scores = new double[3];
        await group.ReadAsync<double>(reader.Schema.DataFields[1], scores);
        Assert.Equal(Rows.Select(row => row.Text), texts);
        Assert.Equal(Rows.Select(row => row.Score), scores);
    }

    [Fact]
    public void Vectors_alone_need_vectors() => Assert.Equal(
        "A .npy file holds vectors, and there are none here. Take text, json, csv or parquet.",
        Assert.Throws<RecipeException>(() => Table.RequireFit(TableFormat.Npy, Columns[..2])).Message);

    [Theory]
    [InlineData("a.JSONL", TableFormat.Json)]
    [InlineData("a.ndjson", TableFormat.Json)]
    [InlineData("a.csv", TableFormat.Csv)]
    [InlineData("a.npy", TableFormat.Npy)]
    [InlineData("a.parquet", TableFormat.Parquet)]
    [InlineData("a.txt", null)]
    public void The_ending_of_a_name_says_the_format(string name, TableFormat? format) => Assert.Equal(format, TableFormats.Of(name));

    private void Write(string name, Row[] rows)
    {
        using var stream = File.Create(_folder[name]);
        Table.Write(stream, TableFormats.Of(name)!.Value, Columns, rows);
    }

    private sealed record Row(string? Text, double Score, float[] Vector);
}
