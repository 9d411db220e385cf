using System.Security.Cryptography;
using System.Text;
using CsCheck;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("textvae-tests-").FullName;

    private string FilePath => Path.Combine(_folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_bytes_of_a_file_are_those_of_the_format()
    {
        SafetensorsFile.Write(
            FilePath,
            [
                Entry("mask", SafetensorsType.BOOL, [3], [1, 0, 1]),
                Entry("weight", SafetensorsType.F32, [1, 2], [0, 0, 128, 63, 0, 0, 0, 192]),
            ],
            new Dictionary<string, string> { ["format"] = "pt" });

        // Larger elements first, so that each is aligned; the header is padded to a multiple of eight.
        const string Header = """
            {"__metadata__":{"checksum":"sha256","format":"pt","sha256":"0000000000000000000000000000000000000000000000000000000000000000"},"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"mask":{"dtype":"BOOL","shape":[3],"data_offsets":[8,11]}}
            """;
        var padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        byte[] expected =
        [
            (byte)padded.Length, 0, 0, 0, 0, 0, 0, 0,
            .. Encoding.ASCII.GetBytes(padded),
            0, 0, 128, 63, 0, 0, 0, 192,
            1, 0, 1,
        ];
        // The checksum is that of the whole file, with zeros where it stands.
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(expected)))
            .CopyTo(expected, expected.AsSpan().IndexOf("0000"u8));
        Assert.Equal(expected, File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void A_file_made_by_another_program_is_read()
    {
        // Not padded, in another order, with a scalar, an empty tensor and white space.
        const string Header = """
            { "b\u00e9": {"shape": [], "data_offsets": [2, 6], "dtype": "I32"}, "none": {"dtype":"F64","shape":[0,7],"data_offsets":[2,2]}, "a": {"dtype":"F16","shape":[1],"data_offsets":[0,2]} }
            """;
        SafetensorsBytes.Write(FilePath, Header, [1, 2, 3, 4, 5, 6]);

        using var file = SafetensorsFile.Open(FilePath);

        Assert.Empty(file.Metadata);
        Assert.Equal(["a", "none", "bé"], file.Tensors.Select(tensor => tensor.Name));
        var scalar = file.Find("bé")!;
        Assert.Equal(SafetensorsType.I32, scalar.Type);
        Assert.Empty(scalar.Shape);
        Assert.Equal([3, 4, 5, 6], Data(file, scalar));
        Assert.Equal([0L, 7L], file.Find("none")!.Shape);
        Assert.Null(file.Find("A"));
    }

    [Fact]
    public void What_is_written_is_read_again_and_written_to_the_same_bytes_in_any_order()
    {
        var type = Gen.Int[0, Enum.GetValues<SafetensorsType>().Length - 1].Select(i => (SafetensorsType)i);
        var tensor = Gen.Select(Gen.String[Gen.Char['!', 'ŀ'], 0, 12], type, Gen.Long[0, 5].Array[0, 4], Gen.Int);
        Gen.Select(tensor.Array[0, 8], Gen.Dictionary(Gen.String.AlphaNumeric, Gen.String[Gen.Char[' ', 'ŀ'], 0, 9])[0, 3]).All(
            made =>
            {
                var (tensors, metadata) = made;
                var entries = tensors
                    .DistinctBy(t => t.Item1)
                    .Select(t => Entry(t.Item1, t.Item2, t.Item3, RandomBytes(t.Item4, t.Item2.ByteLength(t.Item3))))
                    .ToArray();
                SafetensorsFile.Write(FilePath, entries, metadata);
                using (var file = SafetensorsFile.Open(FilePath))
                {
                    Assert.Equal(metadata.OrderBy(pair => pair.Key), file.Metadata.OrderBy(pair => pair.Key));
                    Assert.Equal(entries.Length, file.Tensors.Count);
                    foreach (var entry in entries)
                    {
                        var stored = file.Find(entry.Name)!;
                        Assert.Equal((entry.Type, entry.ByteLength), (stored.Type, stored.ByteLength));
                        Assert.Equal(entry.Shape, stored.Shape);
                        Assert.Equal(0, stored.Offset % entry.Type.Size());
                        Assert.Equal(Content(entry), Data(file, stored));
                    }
                }

                var first = File.ReadAllBytes(FilePath);
                Assert.Equal(0, BitConverter.ToInt64(first) % 8);
                SafetensorsFile.Write(FilePath, [.. entries.Reverse()], metadata);
                Assert.Equal(first, File.ReadAllBytes(FilePath));
            },
            samples: 60);
    }

    [Fact]
    public void A_piece_of_a_tensor_can_be_read_and_nothing_beyond_it()
    {
        SafetensorsFile.Write(
            FilePath, [Entry("a", SafetensorsType.U8, [4], [1, 2, 3, 4]), Entry("b", SafetensorsType.U8, [1], [9])]);
        using var file = SafetensorsFile.Open(FilePath);
        var piece = new byte[2];

        file.Read(file.Find("a")!, piece, skip: 1);

        Assert.Equal([2, 3], piece);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(file.Find("a")!, new byte[2], skip: 3));
    }

    [Fact]
    public void Two_tensors_of_one_name_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(
            FilePath, [Entry("a", SafetensorsType.U8, [1], [1]), Entry("a", SafetensorsType.U8, [1], [2])]));

        Assert.Equal("The tensor name 'a' is used twice or reserved. (Parameter 'entries')", error.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_tensor_that_writes_too_little_leaves_no_file()
    {
        var error = Assert.Throws<InvalidOperationException>(() => SafetensorsFile.Write(
            FilePath, [Entry("a", SafetensorsType.F32, [2], [1, 2, 3])]));

        Assert.Equal("The tensor 'a' wrote 3 bytes instead of 8.", error.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static SafetensorsEntry Entry(string name, SafetensorsType type, long[] shape, byte[] data) =>
        new(name, type, shape, stream => stream.Write(data));

    private static byte[] RandomBytes(int seed, long length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Content(SafetensorsEntry entry)
    {
        using var memory = new MemoryStream();
        entry.WriteData(memory);
        return memory.ToArray();
    }

    private static byte[] Data(SafetensorsFile file, StoredTensor tensor)
    {
        var bytes = new byte[tensor.ByteLength];
        file.Read(tensor, bytes);
        return bytes;
    }
}
