using System.Buffers.Binary;
using CsCheck;
using Parquet;
using Parquet.Schema;
using TextVae.Tables;

namespace TextVae.Tests.Tables;

/// <summary>What other programs write is read, as Parquet.Net writes it; and what is damaged ends in a message.</summary>
public sealed class ParquetReadingTests : IDisposable
{
    private const int Size = 5;

    // Four vectors as the C++ library of Apache Arrow writes them in pages of the second version: a dictionary, and Snappy.
    private const string SecondVersion =
        "UEFSMRUEFSAVJEwVCBUAEgAAEDwAAAA/AACAvwAAAEAAAEBAFQYVHBUcXBUoFQAVCBUQFQQVCBIcAAAAB957DygCAgckKzVoPQAVBBlMNQAYBnNjaGVtYRUCADUCGAZ2"
        + "ZWN0b3IVAhUGTDwAAAA1BBgEbGlzdBUCABUIJQAYBGl0ZW0AFggZHBkcJgAcFQgZNQAGEBk4BnZlY3RvcgRsaXN0BGl0ZW0VAhYoFogBFowBJkgmCCksFQQVABUCABUA"
        + "FRAVAgAAABaIARYIJggWjAEAKAAZHBwAAACQAAAAUEFSMQ==";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<CompressionMethod, EncodingHint, bool> Ways =>
    [
        .. from packing in new[]
            {
                CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli, CompressionMethod.Zstd,
                CompressionMethod.Lz4Raw,
            }
            from encoding in new[] { EncodingHint.Default, EncodingHint.Dictionary, EncodingHint.ByteSplitStream }
            from isDouble in new[] { false, true }
            select (packing, encoding, isDouble),
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vectors_are_read_however_they_are_packed_and_written(CompressionMethod packing, EncodingHint encoding, bool isDouble)
    {
        float[][] vectors = [.. Drawn(700), .. Enumerable.Repeat(new float[] { 1, 2, 3, 4, 5 }, 300)];

        await WriteAsync(vectors, packing, encoding, isDouble);

        Assert.Equal(vectors, VectorFile.Read(_folder["v.parquet"], Size));
    }

    [Fact]
    public void Pages_of_the_second_version_are_read_and_refused_when_damaged()
    {
        var whole = Convert.FromBase64String(SecondVersion);
        File.WriteAllBytes(_folder["v.parquet"], whole);
        Assert.Equal(
            [[0.5f, -1, 2, 0.5f, 3], [2, 2, 0.5f, -1, -1], [3, 0.5f, 0.5f, 2, 2], [-1, -1, 3, 3, 0.5f]],
            VectorFile.Read(_folder["v.parquet"], Size));

        var (read, refused) = TryDamaged(whole);

        Assert.True(read > 0 && refused > 100, $"{read} read, {refused} refused");
    }

    [Fact]
    public async Task Lists_of_other_lengths_are_refused_with_their_row()
    {
        await WriteAsync(Drawn(6), CompressionMethod.Snappy, EncodingHint.Default, isDouble: false, width: 3);

        var refusal = Assert.Throws<DataException>(() => VectorFile.Read(_folder["v.parquet"], Size).Count());

        Assert.Equal(
            $"'{_folder["v.parquet"]}' does not hold vectors of this model. A group of 5 rows has 15 numbers; its vectors have 5. Give what "
            + "`encode` has made with the same model.", refusal.Message);
    }

    /// <summary>Parquet.Net reads some such files for ever.</summary>
    [Theory]
    [InlineData(CompressionMethod.None, EncodingHint.Default)]
    [InlineData(CompressionMethod.None, EncodingHint.Dictionary)]
    [InlineData(CompressionMethod.Snappy, EncodingHint.Dictionary)]
    [InlineData(CompressionMethod.Gzip, EncodingHint.Default)]
    [InlineData(CompressionMethod.Brotli, EncodingHint.Default)]
    [InlineData(CompressionMethod.Zstd, EncodingHint.Default)]
    [InlineData(CompressionMethod.Lz4Raw, EncodingHint.Dictionary)]
    public async Task Damaged_pages_are_read_or_refused(CompressionMethod packing, EncodingHint encoding)
    {
        await WriteAsync(Drawn(40), packing, encoding, isDouble: false);

        var (read, refused) = TryDamaged(File.ReadAllBytes(_folder["v.parquet"]));

        Assert.True(read + refused >= 300 && refused > 10, $"{read} read, {refused} refused");
    }

    /// <summary>Vectors whose numbers often come again.</summary>
    private static float[][] Drawn(int count) => [.. Gen.Int[-8, 8].Select(i => i / 4f).Array[Size].Array[count].Generate(new PCG(1, 1), null, out _)];

    /// <summary>Changes some bytes of pages, many times.</summary>
    private (int Read, int Refused) TryDamaged(byte[] whole)
    {
        var end = whole.Length - 8 - BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(whole.Length - 8));
        var (read, refused) = (0, 0);
        Gen.Select(Gen.Int[4, end - 1], Gen.Byte).Array[1, 4].All(
            changes =>
            {
                byte[] bytes = [.. whole];
                foreach (var (place, value) in changes)
                    bytes[place] = value;
                File.WriteAllBytes(_folder["v.parquet"], bytes);
                try
                {
                    Assert.All(VectorFile.Read(_folder["v.parquet"], Size), vector => Assert.Equal(Size, vector.Length));
                    read++;
                }
                catch (DataException refusal)
                {
                    Assert.Matches(@"v\.parquet('|' cannot be read as a Parquet file: ).*\.$", refusal.Message);
                    refused++;
                }
            },
            samples: 300);
        return (read, refused);
    }

    /// <summary>Writes two groups of rows, with a column of texts before the vectors.</summary>
    private async Task WriteAsync(float[][] vectors, CompressionMethod packing, EncodingHint encoding, bool isDouble, int width = Size)
    {
        DataField element = isDouble
            ? new DataField<double>(ListField.ElementName, nullable: false)
            : new DataField<float>(ListField.ElementName, nullable: false);
        var (text, list) = (new DataField<string>("text"), new ListField("vector", element));
        var schema = new ParquetSchema(text, list);
        var options = new ParquetOptions { CompressionMethod = packing };
        options.ColumnEncodingHints[element.Path.ToString()] = encoding;
        await using var stream = File.Create(_folder["v.parquet"]);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, options);
        float[] numbers = [.. vectors.SelectMany(vector => vector)];
        var half = numbers.Length / 2 / width * width;
        foreach (var part in new[] { numbers[..half], numbers[half..] })
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(text, Enumerable.Repeat("a text", part.Length / width).ToArray());
            int[] repeated = [.. part.Select((_, i) => i % width == 0 ? 0 : 1)];
            int[] defined = [.. part.Select(_ => element.MaxDefinitionLevel)];
            if (isDouble)
                await group.WriteAllPartsAsync<double>(element, Array.ConvertAll(part, number => (double)number), defined, repeated, default);
            else
                await group.WriteAllPartsAsync<float>(element, part, defined, repeated, default);
            group.CompleteValidate();
        }
    }
}
