using System.Text;
using CsCheck;
using TextVae.Runs;
using TextVae.Tests.Corpus;

namespace TextVae.Tests.Runs;

/// <summary>Safetensors headers that were made to break a reader.</summary>
public sealed class HostileHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["weights.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_hundred_thousand_tensors_are_read()
    {
        SafetensorsBytes.Write(FilePath, Header(100_000, i => Tensor($"t{i}", i, i + 1)), new byte[100_000]);

        using var file = SafetensorsFile.Open(FilePath);

        Assert.Equal((100_000, 99_999L), (file.Tensors.Count, file.Find("t99999")!.Offset));
    }

    [Fact]
    public void A_hundred_thousand_empty_tensors_may_share_an_offset()
    {
        SafetensorsBytes.Write(FilePath, Header(100_001, i => i == 0 ? Tensor("full", 0, 2) : Tensor($"e{i}", 2, 2)), [1, 2]);

        using var file = SafetensorsFile.Open(FilePath);

        Assert.Equal(2, file.Tensors.Sum(tensor => tensor.ByteLength));
    }

    [Fact]
    public void Of_two_hundred_tensors_at_one_place_the_first_that_overlaps_is_named()
    {
        SafetensorsBytes.Write(FilePath, Header(200, i => Tensor($"t{i:D3}", 0, 2)), [1, 2]);

        Assert.Matches("starts at byte 0 of the data, inside the tensor before it, which ends at 2", Refusal());
    }

    [Theory]
    [InlineData("[18446744073709551616]")]
    [InlineData("[1e999999]")]
    [InlineData("[123456789012345678901234567890123456789012345678901234567890]")]
    public void A_dimension_that_is_no_64_bit_number_is_refused(string shape)
    {
        SafetensorsBytes.Write(FilePath, $$$"""{"a":{"dtype":"U8","shape":{{{shape}}},"data_offsets":[0,2]}}""", [1, 2]);

        Assert.Equal(
            $"The safetensors file '{FilePath}' cannot be used: the shape of its tensor 'a' is not a list of whole numbers of at least 0: "
            + $"{shape}. Take an undamaged copy of it.",
            Refusal());
    }

    [Fact]
    public void A_shape_of_a_million_dimensions_is_not_quoted_whole()
    {
        var shape = $"[{string.Join(',', Enumerable.Repeat("9", 1_000_000))}]";
        SafetensorsBytes.Write(FilePath, $$$"""{"{{{new string('a', 1_000)}}}":{"dtype":"U8","shape":{{{shape}}},"data_offsets":[0,2]}}""", [1, 2]);

        Assert.Equal(
            $"The safetensors file '{FilePath}' cannot be used: its tensor '{new string('a', 120)}... (1000 characters)' has more elements "
            + "than a file can hold. Take an undamaged copy of it.",
            Refusal());
    }

    [Fact]
    public void Offsets_at_the_end_of_64_bits_are_refused()
    {
        SafetensorsBytes.Write(
            FilePath, """{"a":{"dtype":"U8","shape":[2],"data_offsets":[9223372036854775805,9223372036854775807]}}""", [1, 2]);

        Assert.Equal(
            $"The safetensors file '{FilePath}' cannot be used: its tensor 'a' starts at byte 9223372036854775805 of the data, leaving a "
            + "hole from 0. Take an undamaged copy of it.",
            Refusal());
    }

    [Fact]
    public void Deep_brackets_are_refused_and_not_followed()
    {
        SafetensorsBytes.Write(FilePath, "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}", []);

        Assert.StartsWith(
            $"The safetensors file '{FilePath}' cannot be used: its header is not valid JSON: The maximum configured depth of 8 has been exceeded.",
            Refusal());
    }

    [Fact]
    public void A_header_of_odd_parts_is_read_or_refused()
    {
        var name = Any.Of("a", "b", "__metadata__", "", "\\u0000", "\\ud800", "a.b", "😀");
        var number = Any.Of("0", "1", "2", "-1", "1.0", "1e2", "9223372036854775807", "9223372036854775808", "1e999", "null", "\"2\"", "[]");
        var numbers = number.Array[0, 4].Select(all => $"[{string.Join(',', all)}]");
        var type = Any.Of("\"U8\"", "\"F32\"", "\"F64\"", "\"f32\"", "\"\"", "0", "null", "{}");
        var tensor = Gen.Select(type, numbers, Gen.OneOf(numbers, Any.Of("[0,0]", "[0,1]", "[0,4]", "[0,8]", "null")))
            .Select((dtype, shape, offsets) => $$"""{"dtype":{{dtype}},"shape":{{shape}},"data_offsets":{{offsets}}}""");
        var member = Gen.Select(name, Gen.OneOf(tensor, tensor, tensor, Any.Of("{}", "[]", "7", "{\"k\":\"v\"}", "{\"k\":1}")))
            .Select((key, value) => $"\"{key}\":{value}");
        member.Array[0, 5].All(
            members =>
            {
                SafetensorsBytes.Write(FilePath, $"{{{string.Join(',', members)}}}", new byte[8]);
                try
                {
                    using var file = SafetensorsFile.Open(FilePath);
                    Assert.Equal(8, file.Tensors.Sum(tensor => tensor.ByteLength));
                    Assert.All(file.Tensors, tensor => file.Read(tensor, new byte[tensor.ByteLength]));
                }
                catch (DataException e)
                {
                    Assert.EndsWith("Take an undamaged copy of it.", e.Message);
                }
            },
            samples: 500);
    }

    private string Refusal() => Assert.Throws<DataException>(() => SafetensorsFile.Open(FilePath)).Message;

    private static string Header(int count, Func<int, string> tensor) =>
        new StringBuilder("{").AppendJoin(',', Enumerable.Range(0, count).Select(tensor)).Append('}').ToString();

    private static string Tensor(string name, int start, int end) =>
        $$"""  "{{name}}":{"dtype":"U8","shape":[{{end - start}}],"data_offsets":[{{start}},{{end}}]}""";
}
