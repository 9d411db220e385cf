using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class DatasetBuilderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder["out"];

    [Fact]
    public void The_vocabulary_comes_from_the_training_split_alone()
    {
        PrepareOptions options = new()
        {
            Train = [_folder.Write("train.txt", "b a a\nb a <unk> <s>\n")],
            Valid = [_folder.Write("valid.txt", "zebra zebra zebra a\n")],
            Test = [_folder.Write("test.txt", "b </s>\n")],
            Tokenizer = TokenizerKind.Whitespace,
        };
        var info = DatasetBuilder.Prepare(options, Out);
        using var dataset = Dataset.Open(Out);
        Assert.Equal("<pad>\n<unk>\n<s>\n</s>\na\nb\n", File.ReadAllText(Path.Combine(Out, "vocabulary.txt")));
        Assert.Equal([[5, 4, 4], [5, 4, 1, 1]], new[] { dataset.Train.Read(0), dataset.Train.Read(1) });
        Assert.Equal([1, 1, 1, 4], dataset.Valid.Read(0));
        Assert.Equal([5, 1], dataset.Test.Read(0));
        Assert.Equal((2, 9L, 2.0 / 7), (info.Train.Sentences, info.Train.Tokens, info.Train.UnknownShare));
        Assert.Equal(0.75, info.Valid.UnknownShare);
        Assert.Equal(new LengthSummary(3, 3.5, 3, 4, 4), info.Train.Lengths);
        Assert.Equal((6, 4), (info.Vocabulary.Count, info.Vocabulary.Types));
        Assert.Null(info.Labels);
        Assert.Empty(dataset.Labels);
    }

    [Theory]
    [InlineData(1.0, null, "a b c d")]
    [InlineData(0.9, null, "a b c")]
    [InlineData(0.7, null, "a b")]
    [InlineData(0.71, null, "a b c")]
    [InlineData(0.01, null, "a")]
    [InlineData(null, 3, "a b c")]
    [InlineData(null, 9, "a b c d")]
    public void Coverage_or_a_number_decides_how_many_words(double? coverage, int? maxWords, string words)
    {
        PrepareOptions options = new()
        {
            Train = [_folder.Write("train.txt", "d a b c a b a\nc a b\n")],
            Coverage = coverage,
            MaxWords = maxWords,
        };
        DatasetBuilder.Prepare(options, Out);
        Assert.Equal(words, string.Join(' ', File.ReadAllLines(Path.Combine(Out, "vocabulary.txt"))[4..]));
    }

    [Fact]
    public void A_random_split_is_exact_and_keeps_order_and_every_sentence_once()
    {
        var info = DatasetBuilder.Prepare(Numbered(1_000), Out);
        using var dataset = Dataset.Open(Out);
        Assert.Equal((910, 30, 60), (info.Train.Sentences, info.Valid.Sentences, info.Test.Sentences));
        int[][] numbers = [.. new[] { Split.Train, Split.Valid, Split.Test }.Select(split => dataset.LabelsOf(split).ToArray())];
        Assert.Equal(Enumerable.Range(0, 1_000), numbers.SelectMany(n => n).Order());
        Assert.All(numbers, n => Assert.Equal(n.Order(), n));
        Assert.True(numbers[2].Average() is > 350 and < 650, "The test split is drawn from everywhere.");
    }

    [Fact]
    public void The_same_seed_makes_the_same_files_and_another_seed_another_split()
    {
        string[] folders = [.. new long[] { 5, 5, 6 }.Select((seed, i) =>
        {
            DatasetBuilder.Prepare(Numbered(200) with { Seed = seed }, _folder[$"out{i}"]);
            return _folder[$"out{i}"];
        })];
        string[] names = [.. Directory.GetFiles(folders[0]).Select(file => Path.GetFileName(file)).Order()];
        Assert.Equal(
            ["dataset.json", "labels.txt", "test.labels", "test.tokens", "train.labels", "train.tokens", "valid.labels",
                "valid.tokens", "vocabulary.txt"],
            names);
        Assert.All(names, name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(folders[0], name)), File.ReadAllBytes(Path.Combine(folders[1], name))));
        using var first = Dataset.Open(folders[0]);
        using var other = Dataset.Open(folders[2]);
        Assert.NotEqual(first.Info.Hash, other.Info.Hash);
        Assert.NotEqual(first.LabelsOf(Split.Test).ToArray(), other.LabelsOf(Split.Test).ToArray());
    }

    [Fact]
    public void Splits_of_several_files_hold_what_those_of_one_hold()
    {
        var one = DatasetBuilder.Prepare(Numbered(200), _folder["one"]);
        var several = DatasetBuilder.Prepare(Numbered(200) with { TokensPerFile = 100 }, Out);
        using var expected = Dataset.Open(_folder["one"]);
        using var dataset = Dataset.Open(Out);
        foreach (var split in new[] { Split.Train, Split.Valid, Split.Test })
        {
            var store = dataset[split];
            Assert.Equal(Enumerable.Range(0, expected[split].Count).Select(expected[split].Read), Enumerable.Range(0, store.Count).Select(store.Read));
            Assert.Equal(expected.LabelsOf(split).ToArray(), dataset.LabelsOf(split).ToArray());
            Assert.Equal((one[split].Sentences, one[split].Tokens, one[split].Lengths), (several[split].Sentences, several[split].Tokens, several[split].Lengths));
        }

        var files = several.Train.Files!;
        Assert.True(files.Count > 2);
        Assert.All(files, file => Assert.InRange(file.Tokens, 1, 100));
        Assert.All(files.Index(), file =>
        {
            var path = Path.Combine(Out, $"train-{file.Index + 1:00000}.tokens");
            Assert.Equal((file.Item.Bytes, file.Item.Sha256), (new FileInfo(path).Length, Checksum.OfFile(path)));
        });
        Assert.False(File.Exists(Path.Combine(Out, "train.tokens")));
        Assert.True(DatasetBuilder.Prepare(Numbered(200) with { TokensPerFile = 100 }, Out).AlreadyPrepared);
        Assert.Contains("the tokens of a file is 100 there and not given here",
            Assert.Throws<DataException>(() => DatasetBuilder.Prepare(Numbered(200), Out)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_more_tokens_than_a_file_has_one_of_its_own()
    {
        var path = _folder.Write("a.txt", "one\ntwo two two two\nthree\nfour\n");
        var info = DatasetBuilder.Prepare(new PrepareOptions { Train = [path], TokensPerFile = 4 }, Out);
        Assert.Equal([(1, 2L), (1, 5L), (2, 4L)], info.Train.Files!.Select(file => (file.Sentences, file.Tokens)));
        Assert.Equal([(0, 0L)], info.Test.Files!.Select(file => (file.Sentences, file.Tokens)));
        using var dataset = Dataset.Open(Out);
        Assert.Equal(4, dataset.Train.Count);
        Assert.Equal(0, dataset.Test.Count);
    }

    [Fact]
    public void Threads_make_the_same_files_as_one_alone()
    {
        RandomStream random = new(1);
        StringBuilder text = new();
        for (var i = 0; i < 6_000; i++)
        {
            for (var word = random.NextInt(60); word > 0; word--)
                text.Append(CultureInfo.InvariantCulture, $"w{random.NextInt(1 << random.NextInt(16))} ");
            text.Append('\n');
        }
        var options = new PrepareOptions { Inputs = [_folder.Write("a.txt", text.ToString())], MinLength = 2, MaxLength = 50 };
        foreach (var ahead in new[] { 0, 5 })
            DatasetBuilder.Prepare(options with { BatchesAhead = ahead }, _folder[$"ahead{ahead}"]);
        Assert.All(Directory.GetFiles(_folder["ahead0"]), file => Assert.Equal(
            File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder["ahead5"], Path.GetFileName(file)))));
    }

    [Fact]
    public void A_split_by_numbers_is_exact_and_noted_as_it_was_given()
    {
        var options = Numbered(500) with { Split = SplitSizes.Parse("rest,33,0.1") };
        var info = DatasetBuilder.Prepare(options, Out);
        Assert.Equal((417, 33, 50), (info.Train.Sentences, info.Valid.Sentences, info.Test.Sentences));
        Assert.Contains("\"split\":{\"train\":\"rest\",\"valid\":33,\"test\":0.1}", File.ReadAllText(Path.Combine(Out, "dataset.json"))
            .ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.True(DatasetBuilder.Prepare(options, Out).AlreadyPrepared);
        Assert.Contains(
            ": the split is rest,33,0.1 there and rest,34,0.1 here. ",
            Assert.Throws<DataException>(() => DatasetBuilder.Prepare(
                options with { Split = SplitSizes.Parse("rest,34,0.1") }, Out)).Message);
    }

    [Theory]
    [InlineData(3, 1, 1, 1)]
    [InlineData(4, 2, 1, 1)]
    [InlineData(50, 45, 2, 3)]
    public void Every_share_gets_a_sentence_even_of_few(int sentences, int train, int valid, int test)
    {
        var info = DatasetBuilder.Prepare(Numbered(sentences), Out);
        Assert.Equal((train, valid, test), (info.Train.Sentences, info.Valid.Sentences, info.Test.Sentences));
    }

    [Fact]
    public void Text_that_is_encoded_decodes_to_what_was_tokenised() =>
        Any.Of("the", "Food", "don't", "12", "!", "é", "😀").Array[1, 9].Array[3, 9].All(
            sentences =>
            {
                string[] texts = [.. sentences.Select(words => string.Join(' ', words))];
                var folder = _folder[Guid.NewGuid().ToString()];
                PrepareOptions options = new()
                {
                    Train = [_folder.Write("any.txt", string.Join('\n', texts))],
                    Coverage = 1,
                };
                DatasetBuilder.Prepare(options, folder);
                using var dataset = Dataset.Open(folder);
                var tokenizer = dataset.Tokenizer;
                Assert.Equal(
                    texts.Select(tokenizer.Tokenize),
                    Enumerable.Range(0, dataset.Train.Count)
                        .Select(i => dataset.Train.Read(i).Select(id => dataset.Vocabulary[id]).ToArray()));
            },
            samples: 20);

    [Fact]
    public void Labels_that_are_numbers_are_in_the_order_of_their_values()
    {
        var path = _folder.Write("a.jsonl", string.Concat(
            new[] { "10", "2.0", "null", "\"2\"" }.Select(label => $"{{\"text\":\"x\",\"y\":{label}}}\n")));
        var info = DatasetBuilder.Prepare(new PrepareOptions { Train = [path], LabelField = "y" }, Out);
        using var dataset = Dataset.Open(Out);
        Assert.Equal(["2", "10"], dataset.Labels);
        Assert.Equal([2, 1], info.Labels!.Sentences!);
        Assert.Equal(info.Labels.Sentences!, dataset.Info.Labels!.Sentences!);
        Assert.Equal([1, 0, -1, 0], dataset.LabelsOf(Split.Train).ToArray());
    }

    [Fact]
    public void Labels_of_a_dataset_that_was_made_before_they_were_counted_are_read()
    {
        var options = Numbered(9);
        DatasetBuilder.Prepare(options, Out);
        var path = Path.Combine(Out, "dataset.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.True(json["labels"]!.AsObject().Remove("sentences"));
        File.WriteAllText(path, json.ToJsonString());
        var found = DatasetBuilder.Prepare(options, Out);
        Assert.True(found.AlreadyPrepared);
        Assert.Equal(9, found.Labels!.Count);
        Assert.Null(found.Labels.Sentences);
    }

    [Fact]
    public void Sentences_of_other_lengths_are_left_out_and_counted()
    {
        var path = _folder.Write("a.txt", "one\none two\n\none two three four\none two three\n");
        var info = DatasetBuilder.Prepare(new PrepareOptions { Train = [path], MinLength = 2, MaxLength = 3 }, Out);
        Assert.Equal(2, info.Train.Sentences);
        Assert.Equal(
            ["TooShort 2 1,3", "TooLong 1 4"],
            info.Skipped.Select(s => $"{s.Reason} {s.Count} {string.Join(',', s.First.Select(place => place.Line))}"));
    }

    [Fact]
    public void More_words_than_two_bytes_can_count_take_four()
    {
        StringBuilder text = new();
        for (var i = 0; i < 70_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"w{i} ").Append(i % 100 == 99 ? "\n" : "");
        PrepareOptions options = new() { Train = [_folder.Write("a.txt", text.ToString())], Tokenizer = TokenizerKind.Whitespace };
        DatasetBuilder.Prepare(options, Out);
        using var dataset = Dataset.Open(Out);
        Assert.Equal(70_004, dataset.Vocabulary.Count);
        Assert.Equal("w69999", dataset.Vocabulary[dataset.Train.Read(699)[99]]);
        Assert.True(new FileInfo(Path.Combine(Out, "train.tokens")).Length > 280_000);
    }

    [Fact]
    public void Progress_goes_from_nothing_to_all_of_the_input()
    {
        List<PrepareProgress> seen = [];
        DatasetBuilder.Prepare(Numbered(100), Out, new SynchronousProgress<PrepareProgress>(seen.Add));
        Assert.Equal(seen.Select(p => p.Stage).Order(), seen.Select(p => p.Stage));
        Assert.Equal(Enum.GetValues<PrepareStage>().Except([PrepareStage.Joining, PrepareStage.Merging]), seen.Select(p => p.Stage).Distinct());
        Assert.All(seen, p => Assert.InRange(p.Done, 0, p.Total));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Sentences whose label is their number, and whose words are the number's digits.</summary>
    private PrepareOptions Numbered(int count)
    {
        var path = _folder.Write("numbered.tsv", string.Concat(Enumerable.Range(0, count).Select(i => $"{i}\tword {i}\n")));
        return new PrepareOptions { Inputs = [path] };
    }
}
