using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class ShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Shards_make_the_dataset_of_one_process_byte_for_byte(int shards)
    {
        var options = Labelled();
        var expected = DatasetBuilder.Prepare(options, _folder["one"]);
        foreach (var shard in Enumerable.Range(1, shards).Reverse())
            DatasetBuilder.PrepareShard(options, _folder["many"], new Shard(shard, shards));

        var info = DatasetBuilder.Merge(options, _folder["many"], shards);

        Assert.Equal(expected.Hash, info.Hash);
        AssertSameFiles();
        Assert.Equal(["many", "one"], Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void So_do_shards_of_files_of_single_splits_and_of_byte_pairs()
    {
        var options = new PrepareOptions
        {
            Train = [Write("a.txt", 40, seed: 1), Write("b.txt", 30, seed: 2)],
            Valid = [Write("c.txt", 9, seed: 3)],
            Test = [Write("d.txt", 4, seed: 4)],
            Tokenizer = TokenizerKind.Bpe,
            MaxWords = 270,
            TokensPerFile = 200,
        };
        DatasetBuilder.Prepare(options, _folder["one"]);
        foreach (var shard in new[] { new Shard(2, 2), new Shard(1, 2) })
            DatasetBuilder.PrepareShard(options, _folder["many"], shard);

        DatasetBuilder.Merge(options, _folder["many"], 2);

        AssertSameFiles();
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var options = Labelled();
        DatasetBuilder.PrepareShard(options, _folder["many"], new Shard(1, 3));

        var error = Assert.Throws<DataException>(() => DatasetBuilder.Merge(options, _folder["many"], 3));

        Assert.Equal(
            $"Of 3 shards 2 are missing: {_folder["many"]}.shard-2-of-3, {_folder["many"]}.shard-3-of-3. Make each of them, with the same "
            + "inputs and options.", error.Message);
        Assert.True(Directory.Exists($"{_folder["many"]}.shard-1-of-3"));
    }

    [Fact]
    public void Shards_that_were_made_otherwise_are_refused()
    {
        var options = Labelled();
        DatasetBuilder.PrepareShard(options, _folder["many"], new Shard(1, 1));

        foreach (var other in new[] { options with { MinLength = 2 }, options with { Inputs = [.. options.Inputs.Reverse()] } })
        {
            Assert.StartsWith(
                $"'{_folder["many"]}.shard-1-of-1' was made with other options, or of other files or another order of them",
                Assert.Throws<DataException>(() => DatasetBuilder.Merge(other, _folder["many"], 1)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(
            $"'{_folder["many"]}.shard-1-of-1' is there already. Nothing is written over: delete it, or choose another folder.",
            Assert.Throws<DataException>(() => DatasetBuilder.PrepareShard(options, _folder["many"], new Shard(1, 1))).Message);
    }

    [Fact]
    public void Damage_to_a_shard_is_told_with_a_file_of_it_or_makes_a_dataset_of_other_words()
    {
        var options = Labelled();
        DatasetBuilder.PrepareShard(options, _folder["many"], new Shard(1, 1));
        var shard = $"{_folder["many"]}.shard-1-of-1";
        var whole = Directory.GetFiles(shard).ToDictionary(file => file, File.ReadAllBytes);
        var random = new RandomStream(1);
        foreach (var file in whole.Keys.Where(file => !file.EndsWith(".json", StringComparison.Ordinal)).Order())
        {
            for (var round = 0; round < 12; round++)
            {
                var bytes = whole[file].ToArray();
                if (round % 3 == 0)
                    bytes = bytes[..random.NextInt(bytes.Length)];
                else
                    bytes[random.NextInt(bytes.Length)] ^= (byte)(round % 3 == 1 ? 0x80 : 1 + random.NextInt(255));
                File.WriteAllBytes(file, bytes);
                try
                {
                    DatasetBuilder.Merge(options, _folder["many"], 1, progress: null, TestContext.Current.CancellationToken);
                    // The words were others and no less sound; all is deleted when it is merged.
                    Directory.Delete(_folder["many"], recursive: true);
                    Directory.CreateDirectory(shard);
                    foreach (var (name, content) in whole)
                        File.WriteAllBytes(name, content);
                }
                catch (DataException exception)
                {
                    // Where words are missing, it may be the sentences that refer to what is not there.
                    Assert.StartsWith($"'{Path.Combine(shard, "0000")}", exception.Message, StringComparison.Ordinal);
                    Assert.EndsWith(" is damaged, or was not copied whole. Make this shard again.", exception.Message, StringComparison.Ordinal);
                    Assert.False(Directory.Exists(_folder["many"]));
                }

                File.WriteAllBytes(file, whole[file]);
            }
        }
    }

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1")]
    [InlineData("-1/2")]
    [InlineData("a/b")]
    public void A_shard_is_a_number_and_a_count(string text) => Assert.Equal(
        $"The shard is '{text}'; it has to be its number and how many there are, such as 2/8, from 1/8 to 8/8.",
        Assert.Throws<RecipeException>(() => Shard.Parse(text)).Message);

    private PrepareOptions Labelled() => new()
    {
        Inputs =
        [
            .. Enumerable.Range(0, 5).Select(file => _folder.Write(
                $"{file}.tsv", string.Concat(Enumerable.Range(0, 20 + file).Select(i => $"{(char)('a' + ((i + file) % 4))}\t{Text(i, file)}\n")) + (file == 3 ? "broken\n" : ""))),
        ],
        Format = TextFormat.Tsv,
        LabelField = "1",
        TextField = "2",
        Coverage = 0.9,
    };

    private string Write(string name, int texts, int seed) =>
        _folder.Write(name, string.Concat(Enumerable.Range(0, texts).Select(i => Text(i, seed) + "\n")));

    private static string Text(int i, int seed)
    {
        var random = new RandomStream(seed, i);
        return string.Join(' ', Enumerable.Range(0, 1 + random.NextInt(9)).Select(_ => $"{"abcdefg"[random.NextInt(7)]}{random.NextInt(6)}x"));
    }

    private void AssertSameFiles()
    {
        string[] Names(string folder) => [.. Directory.GetFiles(_folder[folder]).Select(file => Path.GetFileName(file)).Order()];
        Assert.Equal(Names("one"), Names("many"));
        Assert.All(Names("one"), name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder["one"], name)), File.ReadAllBytes(Path.Combine(_folder["many"], name))));
    }
}
