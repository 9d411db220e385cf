using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class DatasetBuilderRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder["out"];

    [Fact]
    public void Every_bad_option_is_listed()
    {
        PrepareOptions options = new()
        {
            Inputs = ["a.txt", "./a.txt"],
            Train = ["b.txt"],
            Format = TextFormat.Lines,
            TextField = "x",
            LabelField = "x",
            Tokenizer = (TokenizerKind)9,
            Coverage = 1.5,
            MaxWords = 0,
            Split = new SplitSizes(0.5, 0.2, 0.2),
            MinLength = 0,
            MaxLength = -1,
            MaxRecordBytes = 0,
        };
        Assert.Equal(
            "The options of prepare cannot be used: there are both inputs to split and files of single splits; give one or the "
            + "other; the input 'a.txt' is given 2 times; give it once; the tokenizer is 9; it is one of Paper, Whitespace, Bpe; text "
            + "field and label field are both 'x'; name two fields; plain lines have no fields; leave text field and label field "
            + "out, or give another format; there are both a coverage and a number of words; give one or the other; the coverage "
            + "is 1.5; it is above 0 and at most 1; the number of words is 0; it is at least 1; the split is 0.5,0.2,0.2; it is "
            + "three shares that add up to 1, such as 0.91,0.03,0.06, or one rest beside numbers of texts or shares below 1, such as "
            + "rest,3000,0.06, and training is not 0; the smallest length is 0; it is at least 1; "
            + "the greatest length is -1, below the smallest, 0; the longest record is 0 bytes; it is at least 1 and at most "
            + "1073741824.",
            Assert.Throws<RecipeException>(() => DatasetBuilder.Prepare(options, Out)).Message);
        Assert.Equal(
            "The options of prepare cannot be used: there is no input; give files to split, or a training file and files of the "
            + "other splits.",
            Assert.Throws<RecipeException>(() => new PrepareOptions().Require()).Message);
    }

    [Theory]
    [InlineData(0.9, null, false, "bpe has pieces for every text and needs no coverage; give a number of words instead")]
    [InlineData(null, 255, false, "the number of words is 255; for bpe it is at least 256, the bytes")]
    [InlineData(null, null, true, "the Turkish case is asked for where no letter is lowered; leave it out, or lower the case")]
    public void What_bpe_cannot_use_is_told(double? coverage, int? maxWords, bool turkishCase, string fault) => Assert.Equal(
        $"The options of prepare cannot be used: {fault}.",
        Assert.Throws<RecipeException>(() => new PrepareOptions
        {
            Inputs = ["a.txt"],
            Tokenizer = TokenizerKind.Bpe,
            Coverage = coverage,
            MaxWords = maxWords,
            TurkishCase = turkishCase,
        }.Require()).Message);

    [Fact]
    public void A_file_that_is_not_there_is_told() => AssertRefused(
        new PrepareOptions { Inputs = [_folder["absent.txt"]] },
        $"There is no file '{_folder["absent.txt"]}'. Check the path; it is relative to the current folder unless it starts at "
        + "the root.");

    [Fact]
    public void An_empty_file_is_told() => AssertRefused(
        new PrepareOptions { Inputs = [_folder.Write("empty.txt", "")] },
        $"The file '{_folder["empty.txt"]}' is empty. Give a file with texts in it.");

    [Fact]
    public void A_folder_is_told_with_what_it_holds()
    {
        _folder.Write("b.txt", "x");
        _folder.Write("a.txt", "x");
        AssertRefused(
            new PrepareOptions { Inputs = [_folder.Path] },
            $"'{_folder.Path}' is a folder, and a file with texts is wanted. It holds a.txt, b.txt. Give the file.");
    }

    [Fact]
    public void An_input_that_leaves_no_sentence_is_told() => AssertRefused(
        new PrepareOptions { Inputs = [_folder.Write("a.txt", "one\n\ntwo\n")], MinLength = 2 },
        "No sentence of 'a.txt' is left. Left out were 3 with too few words (first: a.txt, line 1). Check the format, the text field and the lengths that are "
        + "asked for.");

    [Fact]
    public void An_empty_training_split_is_told() => AssertRefused(
        new PrepareOptions
        {
            Train = [_folder.Write("train.txt", "\n\n")],
            Valid = [_folder.Write("valid.txt", "fine\n")],
        },
        "No sentence of 'train.txt' is left for the train split. Left out were 2 with too few words (first: train.txt, line 1). Check the format, the text field "
        + "and the lengths that are asked for.");

    [Fact]
    public void Fewer_sentences_than_splits_are_told() => AssertRefused(
        new PrepareOptions { Inputs = [_folder.Write("a.txt", "one\ntwo\n")] },
        "Only 2 of the texts can be used, too few for 3 splits: the training split would be empty. Give more texts, or give all "
        + "of them to the training split: 1, 0, 0.");

    [Fact]
    public void A_field_that_is_missing_everywhere_is_told() => AssertRefused(
        new PrepareOptions { Inputs = [_folder.Write("a.jsonl", "{\"body\":\"x\"}\n")] },
        "No record of 'a.jsonl' has a text in the field 'text'. The fields found are: body. Name one of them as the text field.");

    [Fact]
    public void A_label_field_that_is_an_identifier_is_told() => AssertRefused(
        new PrepareOptions
        {
            Inputs = [_folder.Write("a.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 10_001).Select(i => $"n{i},x\n")))],
            LabelField = "id",
        },
        "The label field has more than 10000 different values, such as 'n10000'. Name a field with categories as the label "
        + "field, or none.");

    [Fact]
    public void A_damaged_record_is_refused_when_strict() => AssertRefused(
        new PrepareOptions { Inputs = [_folder.Write("a.txt", [0x61, 0x0A, 0x62, 0xC3, 0x0A])], Strict = true },
        "'a.txt', line 2 (byte 3): the record is not UTF-8. If the file is in Latin-1, convert it by `iconv -f LATIN1 -t UTF-8`; or "
        + "leave such records out: then they are counted.");

    [Fact]
    public void A_file_of_another_encoding_is_told_with_what_converts_it() => AssertRefused(
        new PrepareOptions { Inputs = [_folder.Write("a.txt", [0x66, 0xFC, 0x72, 0x0A])] },
        "No sentence of 'a.txt' is left. Left out were 1 not UTF-8 (first: a.txt, line 1; a file in Latin-1 is converted by `iconv -f LATIN1 "
        + "-t UTF-8`). Check the format, the text field and the lengths that are asked for.");

    [Theory]
    [InlineData("a.xlsx")]
    [InlineData("a.csv")]
    public void A_spreadsheet_is_told_whatever_it_is_called(string name) => AssertRefused(
        new PrepareOptions { Inputs = [_folder.Write(name, [.. "PK\u0003\u0004"u8, 0x14, 0x00, 0x06, 0x00])] },
        $"'{name}' is a ZIP or Excel file, whatever its name says, and text is wanted. Save it as CSV, or unpack it, and give the file that "
        + "comes of it.");

    [Fact]
    public void Stdin_is_told_to_be_no_file() => AssertRefused(
        new PrepareOptions { Inputs = ["-"] },
        "'-' is no file here. Give a file; what comes from a pipe must be saved to one first, because it is read more than once.");

    [Fact]
    public void A_header_of_plain_lines_is_told()
    {
        AssertRefused(
            new PrepareOptions { Inputs = [_folder.Write("a.txt", "text\none two\n")], Header = HeaderRow.Yes },
            "'a.txt' is read as plain lines, which have no header. Take its first line out, or give the format, such as CSV.");
        Assert.Equal(
            "The options of prepare cannot be used: plain lines have no header; leave it out, or give another format.",
            Assert.Throws<RecipeException>(() => new PrepareOptions
            {
                Inputs = ["a.txt"],
                Format = TextFormat.Lines,
                Header = HeaderRow.Yes,
            }.Require()).Message);
    }

    [Fact]
    public void What_is_there_and_no_dataset_is_never_written_over()
    {
        PrepareOptions options = new() { Train = [_folder.Write("a.txt", "x\n")] };
        var file = _folder.Write("file", "precious");
        Assert.Equal(
            $"'{file}' is a file, and the dataset becomes a folder. Choose another folder for the dataset, or delete this one "
            + "first.",
            Assert.Throws<DataException>(() => DatasetBuilder.Prepare(options, file)).Message);
        Directory.CreateDirectory(Out);
        var precious = _folder.Write("out/precious", "x");
        Assert.Equal(
            $"The folder '{Out}' exists and holds no dataset. Nothing is written over. Choose another folder for the dataset, or "
            + "delete this one first.",
            Assert.Throws<DataException>(() => DatasetBuilder.Prepare(options, Out)).Message);
        File.Delete(precious);
        Assert.False(DatasetBuilder.Prepare(options, Out).AlreadyPrepared);
    }

    [Fact]
    public void A_dataset_that_would_be_made_again_is_taken_as_it_is()
    {
        PrepareOptions options = new() { Train = [_folder.Write("a.txt", "x y\n")] };
        var made = DatasetBuilder.Prepare(options, Out);
        var before = Directory.GetLastWriteTimeUtc(Out);
        var found = DatasetBuilder.Prepare(options, Out + Path.DirectorySeparatorChar);
        Assert.False(made.AlreadyPrepared);
        Assert.True(found.AlreadyPrepared);
        Assert.Equal(made.Hash, found.Hash);
        Assert.Equal(before, Directory.GetLastWriteTimeUtc(Out));
    }

    [Theory]
    [InlineData("a.csv", "kind,text\na,one two\n", "Kind", true)]
    [InlineData("a.jsonl", "{\"kind\":\"a\",\"Kind\":\"a\",\"text\":\"one two\"}\n", "Kind", false)]
    [InlineData("a.csv", "kind,text\na,one two\n", "1", false)]
    public void Two_spellings_of_a_column_are_one_dataset(string name, string content, string field, bool isSame)
    {
        PrepareOptions options = new() { Train = [_folder.Write(name, content)], LabelField = "kind" };
        DatasetBuilder.Prepare(options, Out);
        if (isSame)
            Assert.True(DatasetBuilder.Prepare(options with { LabelField = field }, Out).AlreadyPrepared);
        else
            AssertDiffers(
                options with { LabelField = field },
                $"The folder '{Out}' holds a dataset that was made otherwise: the label field is kind there and {field} here. Nothing is "
                + "written over. Choose another folder for the dataset, or delete this one first.");
    }

    [Fact]
    public void Another_dataset_in_the_folder_is_refused_with_the_differences()
    {
        var input = _folder.Write("a.txt", "x y\n");
        PrepareOptions options = new() { Train = [input] };
        DatasetBuilder.Prepare(options, Out);
        const string Advice = "Nothing is written over. Choose another folder for the dataset, or delete this one first.";
        AssertDiffers(
            options with { Coverage = 0.9, KeepCase = true, MaxLength = 7 },
            $"The folder '{Out}' holds a dataset that was made otherwise: the keep case is no there and yes here; the coverage is "
            + $"0.97 there and 0.9 here; the greatest length is not given there and 7 here. {Advice}");
        AssertDiffers(
            options with { Valid = [input] },
            $"The folder '{Out}' holds a dataset that was made otherwise: it was made from 1 files, and here are 2. {Advice}");
        _folder.Write("a.txt", "x z\n");
        AssertDiffers(
            options,
            $"The folder '{Out}' holds a dataset that was made otherwise: its input a.txt has another content than '{input}'. "
            + Advice);
    }

    [Theory]
    [InlineData(PrepareStage.Hashing)]
    [InlineData(PrepareStage.Reading)]
    [InlineData(PrepareStage.Counting)]
    [InlineData(PrepareStage.Merging)]
    [InlineData(PrepareStage.Writing)]
    public void Work_that_is_cancelled_leaves_nothing_behind(PrepareStage stage)
    {
        PrepareOptions options = new()
        {
            Train = [_folder.Write("a.txt", "x y x y\nz\n")],
            Tokenizer = stage == PrepareStage.Merging ? TokenizerKind.Bpe : TokenizerKind.Paper,
        };
        using CancellationTokenSource source = new();
        CancelAt cancel = new(stage, source);
        Assert.ThrowsAny<OperationCanceledException>(
            () => DatasetBuilder.Prepare(options, _folder["new/deep/out"], cancel, source.Token));
        Assert.Equal([_folder["a.txt"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRefused(PrepareOptions options, string message)
    {
        var before = Directory.GetFileSystemEntries(_folder.Path);
        Assert.Equal(message, Assert.Throws<DataException>(() => DatasetBuilder.Prepare(options, Out)).Message);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    private void AssertDiffers(PrepareOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => DatasetBuilder.Prepare(options, Out)).Message);

    private sealed class CancelAt(PrepareStage stage, CancellationTokenSource source) : IProgress<PrepareProgress>
    {
        public void Report(PrepareProgress value)
        {
            if (value.Stage == stage)
                source.Cancel();
        }
    }
}
