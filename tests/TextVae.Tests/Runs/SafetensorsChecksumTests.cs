using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class SafetensorsChecksumTests : IDisposable
{
    private const string Tensor = """ "a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]} """;

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["weights.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_single_flipped_bit_is_found()
    {
        SafetensorsFile.Write(
            FilePath,
            [
                new("mask", SafetensorsType.U8, [3], stream => stream.Write([1, 0, 255])),
                new("weight", SafetensorsType.F32, [1, 2], stream => stream.Write([0, 0, 128, 63, 0, 0, 0, 192])),
            ],
            new Dictionary<string, string> { ["state"] = """{"step":7,"best_bound":"Infinity"}""" });
        var whole = File.ReadAllBytes(FilePath);

        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(FilePath, damaged);
            var error = Assert.Throws<DataException>(() => SafetensorsFile.Open(FilePath));
            Assert.StartsWith($"The safetensors file '{FilePath}' cannot be used: ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damage_is_told_with_both_checksums()
    {
        SafetensorsFile.Write(FilePath, [new("a", SafetensorsType.U8, [2], stream => stream.Write([1, 2]))]);
        var bytes = File.ReadAllBytes(FilePath);
        bytes[^1]++;
        File.WriteAllBytes(FilePath, bytes);

        var error = Assert.Throws<DataException>(() => SafetensorsFile.Open(FilePath));

        Assert.Equal(
            $"The safetensors file '{FilePath}' cannot be used: it was damaged or changed after it was written: its sha256 is "
            + "22199ac87adf… and was 4be04cbaab6b…. Take an undamaged copy of it.",
            error.Message);
    }

    [Fact]
    public void A_file_from_before_there_were_checksums_is_read()
    {
        SafetensorsBytes.Write(FilePath, $$"""{"__metadata__":{"format":"pt"},{{Tensor}}}""", [1, 2]);

        using var file = SafetensorsFile.Open(FilePath);

        Assert.Equal([KeyValuePair.Create("format", "pt")], file.Metadata);
    }

    [Theory]
    [InlineData("""{"checksum":"sha256"}""")]
    [InlineData("""{"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""")]
    [InlineData("""{"checksum":"sha257","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""")]
    [InlineData("""{"checksum":"sha256","sha256":"0"}""")]
    public void Half_of_a_checksum_is_damage(string metadata)
    {
        SafetensorsBytes.Write(FilePath, $$"""{"__metadata__":{{metadata}},{{Tensor}}}""", [1, 2]);

        var error = Assert.Throws<DataException>(() => SafetensorsFile.Open(FilePath));

        Assert.Equal(
            $"The safetensors file '{FilePath}' cannot be used: what its metadata says of its checksum is damaged. Take an "
            + "undamaged copy of it.",
            error.Message);
    }

    [Fact]
    public void What_belongs_to_the_checksum_is_no_metadata()
    {
        SafetensorsFile.Write(FilePath, [], new Dictionary<string, string> { ["format"] = "pt" });

        using var file = SafetensorsFile.Open(FilePath);

        Assert.Equal([KeyValuePair.Create("format", "pt")], file.Metadata);
    }
}
