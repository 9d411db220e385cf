using CsCheck;
using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class TokenStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(4, 2)]
    [InlineData(65_536, 2)]
    [InlineData(65_537, 4)]
    public void What_is_written_is_read(int vocabularyCount, int width) =>
        Gen.Int[0, vocabularyCount - 1].Array[0, 9].Array[0, 9].All(
            sentences =>
            {
                var path = _folder[Guid.NewGuid().ToString()];
                Write(path, vocabularyCount, sentences);
                using var store = TokenStore.Open(path);
                Assert.Equal(sentences, Enumerable.Range(0, store.Count).Select(store.Read));
                Assert.Equal(sentences.Sum(sentence => sentence.Length), store.TokenCount);
                Assert.Equal(sentences.Select(s => s.Length), Enumerable.Range(0, store.Count).Select(store.LengthOf));
                var ids = (store.TokenCount * width + 7) / 8 * 8;
                Assert.Equal(64 + ids + ((sentences.Length + 1) * 8), new FileInfo(path).Length);
            },
            samples: 100);

    [Fact]
    public void Files_are_read_as_one() =>
        Gen.Int[0, 9].Array[0, 3].Array[0, 4].Array[1, 5].All(
            files =>
            {
                string[] paths = [.. files.Select(_ => _folder[Guid.NewGuid().ToString()])];
                foreach (var (path, sentences) in paths.Zip(files))
                    Write(path, 10, sentences);
                using var store = TokenStore.Open(paths);
                int[][] expected = [.. files.SelectMany(file => file)];
                Assert.Equal(expected.Length, store.Count);
                Assert.Equal(expected, Enumerable.Range(0, store.Count).Select(store.Read));
                Assert.Equal(expected.Select(sentence => sentence.Length), Enumerable.Range(0, store.Count).Select(store.LengthOf));
                Assert.Equal(expected.Sum(sentence => sentence.Length), store.TokenCount);
                Assert.Throws<ArgumentOutOfRangeException>(() => store.Read(store.Count));
            },
            samples: 100);

    [Fact]
    public void Of_several_files_the_damaged_one_is_told()
    {
        Write(_folder["t1"], 10, [7, 8], [4, 5]);
        File.WriteAllText(_folder["t"], "");
        Assert.Equal(
            $"The token file '{_folder["t"]}' cannot be used: it has 0 bytes, fewer than the 64 of a header. Prepare the dataset again.",
            Assert.Throws<DataException>(() => TokenStore.Open([_folder["t1"], _folder["t"]])).Message);
        File.Delete(_folder["t1"]); // nothing holds it open
    }

    [Fact]
    public void Copying_leaves_the_rest_of_the_span_alone()
    {
        Write(_folder["t"], 10, [7, 8, 9], [4]);
        using var store = TokenStore.Open(_folder["t"]);
        int[] target = [0, 0, 0];
        store.CopyTo(1, target);
        Assert.Equal([4, 0, 0], target);
        Assert.Throws<ArgumentException>(() => store.CopyTo(0, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Read(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.LengthOf(-1));
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Read(0));
    }

    [Fact]
    public void An_id_beyond_the_vocabulary_is_not_written()
    {
        using TokenFileWriter writer = new(_folder["t"], 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write([4, 10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write([-1]));
        Assert.Equal(0, writer.Count);
    }

    [Fact]
    public void A_file_that_was_not_completed_cannot_be_opened()
    {
        using (TokenFileWriter writer = new(_folder["t"], 10))
            writer.Write([1, 2, 3]);
        AssertDamaged("it does not start as a token file does");
    }

    [Theory]
    [InlineData(0, 0x55, "it does not start as a token file does")]
    [InlineData(8, 0x02, "its format version is 2, and this program reads version 1")]
    [InlineData(12, 0x04, "its header is damaged")]
    [InlineData(31, 0x80, "its header is damaged")]
    [InlineData(24, 0x03, "it has 96 bytes, and its header asks for 104")]
    [InlineData(39, 0x7F, "its header is damaged")]
    [InlineData(80, 0x09, "its table of sentences is damaged")]
    [InlineData(88, 0x03, "its table of sentences is damaged")]
    public void A_damaged_byte_is_told(int at, byte value, string fault)
    {
        Write(_folder["t"], 10, [7, 8], [4, 5]);
        var bytes = File.ReadAllBytes(_folder["t"]);
        bytes[at] = value;
        File.WriteAllBytes(_folder["t"], bytes);
        AssertDamaged(fault);
    }

    [Fact]
    public void A_damaged_id_never_leaves_the_store()
    {
        Write(_folder["t"], 10, [7, 8], [4, 5]);
        var bytes = File.ReadAllBytes(_folder["t"]);
        bytes[64] = 10;
        File.WriteAllBytes(_folder["t"], bytes);
        using var store = TokenStore.Open(_folder["t"]);
        Assert.Equal([4, 5], store.Read(1));
        Assert.Equal(
            $"The token file '{_folder["t"]}' cannot be used: sentence 0 holds id 10, beyond the vocabulary's 10. "
            + "Prepare the dataset again.",
            Assert.Throws<DataException>(() => store.Read(0)).Message);
    }

    [Theory]
    [InlineData(0, "it has 0 bytes, fewer than the 64 of a header")]
    [InlineData(63, "it has 63 bytes, fewer than the 64 of a header")]
    [InlineData(95, "it has 95 bytes, and its header asks for 96")]
    [InlineData(97, "it has 97 bytes, and its header asks for 96")]
    public void A_file_cut_off_or_too_long_is_told(int length, string fault)
    {
        Write(_folder["t"], 10, [7, 8], [4, 5]);
        using (var stream = File.OpenWrite(_folder["t"]))
            stream.SetLength(length);
        AssertDamaged(fault);
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(string path, int vocabularyCount, params int[][] sentences)
    {
        using TokenFileWriter writer = new(path, vocabularyCount);
        foreach (var sentence in sentences)
            writer.Write(sentence);
        writer.Complete();
    }

    private void AssertDamaged(string fault) => Assert.Equal(
        $"The token file '{_folder["t"]}' cannot be used: {fault}. Prepare the dataset again.",
        Assert.Throws<DataException>(() => TokenStore.Open(_folder["t"])).Message);
}
