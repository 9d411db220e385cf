using CsCheck;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class SafetensorsDamageTests : IDisposable
{
    private const string Good = """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("textvae-tests-").FullName;

    private string FilePath => Path.Combine(_folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "its header does not start with '{'")]
    [InlineData(""" {"a":{}}""", "its header does not start with '{'")]
    [InlineData("""[]""", "its header does not start with '{'")]
    [InlineData("""{"a":3}""", "its tensor 'a' is not a JSON object")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2]}}""", "its tensor 'a' has the fields 'dtype', 'shape' instead of 'dtype', 'shape' and 'data_offsets'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"x":0}}""", "its tensor 'a' has the fields 'dtype', 'shape', 'data_offsets', 'x' instead of 'dtype', 'shape' and 'data_offsets'")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"I8","shape":[2],"data_offsets":[0,2]}}""", "its tensor 'a' names 'dtype' twice")]
    [InlineData("""{"a":{"dtype":"F8","shape":[2],"data_offsets":[0,2]}}""", "its tensor 'a' has the dtype F8; TextVae reads BOOL, U8, I8, I16, F16, BF16, I32, F32, I64, F64")]
    [InlineData("""{"a":{"dtype":"1","shape":[2],"data_offsets":[0,2]}}""", "its tensor 'a' has the dtype 1; TextVae reads BOOL, U8, I8, I16, F16, BF16, I32, F32, I64, F64")]
    [InlineData("""{"a":{"dtype":"U8","shape":2,"data_offsets":[0,2]}}""", "the shape of its tensor 'a' is not a list of numbers: 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}}""", "the shape of its tensor 'a' is not a list of whole numbers of at least 0: [-2]")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,2]}}""", "the shape of its tensor 'a' is not a list of whole numbers of at least 0: [1.5]")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4611686018427387904,4],"data_offsets":[0,2]}}""", "its tensor 'a' has more elements than a file can hold")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}}""", "the data_offsets of its tensor 'a' are not a start and an end: [2,0]")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1,2]}}""", "the data_offsets of its tensor 'a' are not a start and an end: [0,1,2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,2]}}""", "its tensor 'a' is F32 [2], which takes 8 bytes, but has 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "its tensor 'a' starts at byte 1 of the data, leaving a hole from 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "its tensors end at byte 1 of the data, which has 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "its tensor 'a' ends after the 2 bytes of data")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "its tensor 'b' starts at byte 1 of the data, inside the tensor before it, which ends at 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "its header names 'a' twice")]
    [InlineData("""{"__metadata__":{"k":1},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "its metadata 'k' is not a string")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", "its metadata names 'k' twice")]
    [InlineData("""{"__metadata__":7}""", "its metadata is not a JSON object")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "its header holds text that is not valid Unicode")]
    public void A_header_that_breaks_the_format_is_refused(string header, string problem)
    {
        SafetensorsBytes.Write(FilePath, header, [1, 2]);

        AssertRefused(problem);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        SafetensorsBytes.Write(FilePath, [(byte)'{', 0xff, (byte)'}'], []);

        AssertRefused("its header is not valid UTF-8");
    }

    [Theory]
    [InlineData("{", "Expected depth to be zero at the end of the JSON payload.")]
    [InlineData("""{} x""", "'x' is invalid after a single JSON value.")]
    [InlineData("""{"a":[[[[[[[[[]]]]]]]]]}""", "The maximum configured depth of 8 has been exceeded.")]
    public void A_header_that_is_not_json_is_refused(string header, string reason)
    {
        SafetensorsBytes.Write(FilePath, header, []);

        var message = Refusal();

        Assert.StartsWith(
            $"The safetensors file '{FilePath}' cannot be used: its header is not valid JSON: {reason}", message);
    }

    [Theory]
    [InlineData(new byte[0], "it has 0 bytes, too few for the length of a header")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0 }, "it has 7 bytes, too few for the length of a header")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 123, 125 }, "its header claims 9 bytes, but only 2 follow")]
    [InlineData(new byte[] { 1, 225, 245, 5, 0, 0, 0, 0, 123, 125 }, "its header claims 100000001 bytes; at most 100000000 are allowed")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 128, 123, 125 }, "its header claims 9223372036854775808 bytes; at most 100000000 are allowed")]
    public void A_file_with_no_whole_header_is_refused(byte[] bytes, string problem)
    {
        File.WriteAllBytes(FilePath, bytes);

        AssertRefused(problem);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        SafetensorsBytes.Write(FilePath, Good, [1, 2]);
        var bytes = File.ReadAllBytes(FilePath);

        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(FilePath, bytes[..length]);
            Refusal();
        }
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_but_nothing_else_happens() =>
        Gen.Select(Gen.Int[0, Good.Length + 9], Gen.Byte).Array[1, 4].All(
            damages =>
            {
                SafetensorsBytes.Write(FilePath, Good, [1, 2]);
                var bytes = File.ReadAllBytes(FilePath);
                foreach (var (at, value) in damages)
                    bytes[at] = value;
                File.WriteAllBytes(FilePath, bytes);
                try
                {
                    using var file = SafetensorsFile.Open(FilePath);
                    return file.Tensors.Sum(tensor => tensor.ByteLength) == bytes.Length - 8 - BitConverter.ToInt64(bytes);
                }
                catch (DataException)
                {
                    return true;
                }
            },
            samples: 300);

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        Assert.Equal(
            $"The safetensors file '{FilePath}' cannot be read: Could not find file '{FilePath}'.", Refusal());
    }

    [Fact]
    public void A_file_shortened_after_it_was_opened_is_refused_when_it_is_read()
    {
        SafetensorsBytes.Write(FilePath, Good, [1, 2]);
        using var file = SafetensorsFile.Open(FilePath);
        using (var handle = File.OpenHandle(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            RandomAccess.SetLength(handle, 8 + Good.Length + 1);

        var error = Assert.Throws<DataException>(() => file.Read(file.Find("a")!, new byte[2]));

        Assert.Equal(
            $"The tensor 'a' of the safetensors file '{FilePath}' cannot be read: the file ends early", error.Message);
    }

    private void AssertRefused(string problem) => Assert.Equal(
        $"The safetensors file '{FilePath}' cannot be used: {problem}. Take an undamaged copy of it.", Refusal());

    private string Refusal() => Assert.Throws<DataException>(() => SafetensorsFile.Open(FilePath)).Message;
}
