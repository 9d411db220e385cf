using TextVae.Tables;

namespace TextVae.Tests.Tables;

/// <summary>Files of vectors that are damaged give what they hold, or one message.</summary>
public sealed class HostileVectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v.npy")]
    [InlineData("v.csv")]
    [InlineData("v.jsonl")]
    [InlineData("v.parquet")]
    public void A_damaged_file_is_read_or_refused(string name)
    {
        float[][] vectors = [[1, 2, -3.5f], [0.25f, 1e-9f, 7], [4, 5, 6]];
        if (name == "v.jsonl")
        {
            _folder.Write(name, string.Concat(vectors.Select(vector => $"{{\"text\":\"a\",\"vector\":[{string.Join(',', vector)}]}}\n")));
        }
        else
        {
            using var stream = File.Create(_folder[name]);
            TableColumn<float[]>[] columns = [TableColumn<float[]>.OfText("text", _ => "a b"), TableColumn<float[]>.OfVector("vector", 3, vector => vector)];
            Table.Write(stream, TableFormats.Of(name)!.Value, columns, vectors);
        }

        Damage.To(File.ReadAllBytes(_folder[name])).All(
            bytes =>
            {
                File.WriteAllBytes(_folder[name], bytes);
                try
                {
                    Assert.All(VectorFile.Read(_folder[name], 3), vector =>
                    {
                        Assert.Equal(3, vector.Length);
                        Assert.All(vector, number => Assert.True(float.IsFinite(number)));
                    });
                }
                catch (DataException refusal)
                {
                    Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
                    Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
                }
            },
            samples: 300);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    public void A_Parquet_file_that_is_cut_off_is_refused(int length)
    {
        using (var stream = File.Create(_folder["v.parquet"]))
            Table.Write(stream, TableFormat.Parquet, [TableColumn<float[]>.OfVector("vector", 3, vector => vector)], [[1, 2, 3]]);
        File.WriteAllBytes(_folder["v.parquet"], File.ReadAllBytes(_folder["v.parquet"])[..length]);

        Assert.Contains(
            length == 0 ? "is empty" : "cannot be read as a Parquet file: it ",
            Assert.Throws<DataException>(() => VectorFile.Read(_folder["v.parquet"], 3).Count()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v.npy")]
    [InlineData("v.parquet")]
    [InlineData("v.csv")]
    public void What_is_not_there_or_no_file_is_told(string name)
    {
        Assert.StartsWith(
            $"There is no file '{_folder[name]}'.", Assert.Throws<DataException>(() => VectorFile.Read(_folder[name], 3).Count()).Message,
            StringComparison.Ordinal);
        Directory.CreateDirectory(_folder[name]);
        Assert.StartsWith(
            $"'{_folder[name]}' is a folder", Assert.Throws<DataException>(() => VectorFile.Read(_folder[name], 3).Count()).Message,
            StringComparison.Ordinal);
    }
}
