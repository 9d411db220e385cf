using System.Text;
using TextVae.Tables;

namespace TextVae.Tests.Tables;

/// <summary>Vectors that others have written, and what is said of files that hold none.</summary>
public sealed class VectorFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v.jsonl", "{\"text\":\"a\",\"vector\":[1,-2.5]}\n\n{\"vector\":[3e0,4],\"more\":{}}")]
    [InlineData("v.jsonl", "[1,-2.5]\n[3,4]\n")]
    [InlineData("v.csv", "text,vector_2,vector_1\n\"a, b\",-2.5,1\nc,4,3\n")]
    [InlineData("v.csv", "1,-2.5\r\n3,4\r\n")]
    [InlineData("v.txt", "1 -2.5\n3 4 \n")]
    [InlineData("v", "1\t-2.5\n3\t4")]
    [InlineData("v", "{\"vector\":[1,-2.5]}\n{\"vector\":[3,4]}\n")]
    public void Lines_and_rows_are_read_whoever_wrote_them(string name, string content)
    {
        _folder.Write(name, content);

        Assert.Equal([[1, -2.5f], [3, 4]], VectorFile.Read(_folder[name], 2));
        Assert.Equal([[1, -2.5f], [3, 4]], VectorFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(content)), "stdin", 2));
    }

    [Fact]
    public void Packed_lines_are_unpacked()
    {
        _folder.Write("v.jsonl.gz", TemporaryFolder.Gzip("{\"vector\":[1,2]}\n"));

        Assert.Equal([[1, 2]], VectorFile.Read(_folder["v.jsonl.gz"], 2));
    }

    [Theory]
    [InlineData("<f4", "(2, 2)", 4, 2)]
    [InlineData("<f8", "(2, 2)", 8, 2)]
    [InlineData("<f8", "(2,)", 8, 1)]
    public void A_numpy_file_may_have_float64_or_a_single_vector(string type, string shape, int width, int rows)
    {
        float[][] vectors = [[1, -2.5f], [3, 4]];
        var numbers = vectors.Take(rows).SelectMany(vector => vector)
            .SelectMany(number => width == 4 ? BitConverter.GetBytes(number) : BitConverter.GetBytes((double)number));
        _folder.Write("v.npy", [.. Head($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}"), .. numbers]);

        Assert.Equal(vectors.Take(rows), VectorFile.Read(_folder["v.npy"], 2));
    }

    [Theory]
    [InlineData("v.jsonl", "{\"vector\":[1,2]}\n{\"text\":1}\n", "'v.jsonl', line 2: there is no member \"vector\". Give a JSON object a line with the numbers under \"vector\", as `encode --json` prints them.")]
    [InlineData("v.jsonl", "{\"vector\":\"x\"}", "'v.jsonl', line 1: the vector is no array of numbers. Give a JSON object a line with the numbers under \"vector\", as `encode --json` prints them.")]
    [InlineData("v.jsonl", "{\"vector\":[1,\"2\"]}", "'v.jsonl', line 1: the vector holds something that is no number. Give a JSON object a line with the numbers under \"vector\", as `encode --json` prints them.")]
    [InlineData("v.jsonl", "[1,2,3]", "'v.jsonl' does not hold vectors of this model. Line 1 has 3 numbers; its vectors have 2. Give what `encode` has made with the same model.")]
    [InlineData("v.jsonl", "[1,2] [3,4]", "'v.jsonl', line 1: there is more than one value. Give a JSON object a line with the numbers under \"vector\", as `encode --json` prints them.")]
    [InlineData("v.jsonl", "\uFEFF[1,\"2\"]", "'v.jsonl', line 1: the vector holds something that is no number. Give a JSON object a line with the numbers under \"vector\", as `encode --json` prints them.")]
    [InlineData("v.jsonl", "[1,1e99]", "'v.jsonl', line 1: a number of the vector is not finite. Leave it out, or mend it.")]
    [InlineData("v.csv", "1,2\n3\n", "'v.csv' does not hold vectors of this model. Line 2 has 1 numbers; its vectors have 2. Give what `encode` has made with the same model.")]
    [InlineData("v.csv", "1,2\n3,x\n", "'v.csv', line 2: 'x' is no number. Give numbers such as -0.5 or 1e-3.")]
    [InlineData("v.csv", "text,vector_1\na,1\n", "'v.csv' does not have just the columns vector_1 to vector_2 for the vectors of this model; its first row is text, vector_1. Give what `encode --format csv` has made with the same model, or rows of numbers without names.")]
    [InlineData("v.csv", "vector_1,vector_2,vector_3\n1,2,3\n", "'v.csv' does not have just the columns vector_1 to vector_2 for the vectors of this model; its first row is vector_1, vector_2, vector_3. Give what `encode --format csv` has made with the same model, or rows of numbers without names.")]
    [InlineData("v.npy", "hello, this is a text", "'v.npy' cannot be read as a .npy file: it does not begin as one does. Write it anew with numpy.save(path, numpy.ascontiguousarray(vectors, \"<f4\")).")]
    public void What_is_wrong_is_told_with_its_place(string name, string content, string message)
    {
        _folder.Write(name, content);

        var refusal = Assert.Throws<DataException>(() => VectorFile.Read(_folder[name], 2).Count());

        Assert.Equal(message, refusal.Message.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1, 2), }", "its numbers are of the type '>f4', and '<f4' or '<f8' is read")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", "its numbers lie column by column")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }", "its shape asks for 24 bytes of numbers, and it has 8")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999, 2), }", "its shape asks for 7999999999999999992 bytes of numbers, and it has 8")]
    [InlineData("__import__('os').system('true')", "its header is not one line with descr, fortran_order and shape of at most two numbers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2), }", "its header is not one line with descr, fortran_order and shape of at most two numbers")]
    public void A_numpy_file_of_another_kind_is_refused(string header, string why)
    {
        _folder.Write("v.npy", [.. Head(header), .. new byte[8]]);

        Assert.StartsWith(
            $"'{_folder["v.npy"]}' cannot be read as a .npy file: {why}. ",
            Assert.Throws<DataException>(() => VectorFile.Read(_folder["v.npy"], 2).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Parquet_file_without_vectors_names_its_columns()
    {
        using (var stream = File.Create(_folder["v.parquet"]))
            Table.Write(stream, TableFormat.Parquet, [TableColumn<string>.OfText("text", text => text)], ["a"]);

        Assert.Equal(
            $"'{_folder["v.parquet"]}' has no column 'vector' that is a list of float or double. Its columns are text. Name the one with "
            + "the vectors 'vector'.",
            Assert.Throws<DataException>(() => VectorFile.Read(_folder["v.parquet"], 2).Count()).Message);
    }

    [Fact]
    public void A_Parquet_file_of_other_sizes_is_refused()
    {
        using (var stream = File.Create(_folder["v.parquet"]))
            Table.Write(stream, TableFormat.Parquet, [TableColumn<float[]>.OfVector("vector", 3, vector => vector)], [[1, 2, 3], [4, 5, 6]]);

        Assert.Equal(
            $"'{_folder["v.parquet"]}' does not hold vectors of this model. A group of 2 rows has 6 numbers; its vectors have 2. Give what "
            + "`encode` has made with the same model.",
            Assert.Throws<DataException>(() => VectorFile.Read(_folder["v.parquet"], 2).Count()).Message);
    }

    [Theory]
    [InlineData("[1, -2.5]")]
    [InlineData("1,-2.5")]
    [InlineData(" 1 -2.5 ")]
    public void A_vector_may_be_typed(string text) => Assert.Equal([1, -2.5f], VectorFile.Parse(text, 2));

    [Fact]
    public void Vectors_that_come_slowly_are_read_as_they_come()
    {
        using var pipe = new SlowStream("{\"vector\":[1,2]}\n", "{\"vector\":[3,4]}\n");
        using var vectors = VectorFile.Read(pipe, "stdin", 2).GetEnumerator();

        Assert.True(vectors.MoveNext());
        Assert.Equal([1, 2], vectors.Current);
        Assert.Equal(1, pipe.Read_);
    }

    internal static byte[] Head(string header)
    {
        var line = Encoding.ASCII.GetBytes($"{header}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)line.Length, (byte)(line.Length >> 8), .. line];
    }

    /// <summary>Gives a part at each read.</summary>
    private sealed class SlowStream(params string[] parts) : MemoryStream
    {
        public int Read_ { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Read_ == parts.Length)
                return 0;
            var part = Encoding.UTF8.GetBytes(parts[Read_++]);
            part.CopyTo(buffer, offset);
            return part.Length;
        }
    }
}
