using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class DatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DatasetTests()
    {
        var path = _folder.Write("a.tsv", string.Concat(Enumerable.Range(0, 20).Select(i => $"{i % 2}\tword {i} a b\n")));
        DatasetBuilder.Prepare(new PrepareOptions { Inputs = [path] }, Folder);
    }

    private string Folder => _folder["set"];

    [Fact]
    public void A_folder_opens_with_all_it_holds()
    {
        using var dataset = Dataset.Open(Folder);
        Assert.Same(dataset[Split.Valid], dataset.Valid);
        Assert.Equal(dataset.Info.Train.Sentences, dataset.Train.Count);
        Assert.Equal(["0", "1"], dataset.Labels);
        Assert.Equal(dataset.Test.Count, dataset.LabelsOf(Split.Test).Length);
        Assert.Equal("word # a b", dataset.Tokenizer.Join(dataset.Train.Read(0).Select(id => dataset.Vocabulary[id])));
        Assert.Equal(dataset.Info.Train, dataset.Info[Split.Train]);
    }

    [Theory]
    [InlineData("vocabulary.txt")]
    [InlineData("train.tokens")]
    [InlineData("valid.tokens")]
    [InlineData("test.labels")]
    [InlineData("labels.txt")]
    public void A_missing_file_is_told(string name)
    {
        File.Delete(Path.Combine(Folder, name));
        AssertDamaged($"'{name}' is missing");
    }

    [Fact]
    public void A_changed_vocabulary_is_told()
    {
        var path = Path.Combine(Folder, "vocabulary.txt");
        File.WriteAllText(path, File.ReadAllText(path).Replace("word", "ward"));
        AssertDamaged("'vocabulary.txt' is not the file that dataset.json describes, its checksum differs");
    }

    [Fact]
    public void A_token_file_of_another_split_is_told()
    {
        File.Copy(Path.Combine(Folder, "valid.tokens"), Path.Combine(Folder, "train.tokens"), overwrite: true);
        using var stream = File.OpenRead(Path.Combine(Folder, "train.tokens"));
        AssertDamaged($"'train.tokens' has {stream.Length} bytes, and dataset.json says {64 + (18 * 8) + (19 * 8)}");
    }

    [Fact]
    public void Of_several_token_files_what_is_missing_or_does_not_fit_is_told()
    {
        Directory.Delete(Folder, recursive: true);
        DatasetBuilder.Prepare(new PrepareOptions { Inputs = [_folder["a.tsv"]], TokensPerFile = 35 }, Folder);
        var info = Path.Combine(Folder, "dataset.json");
        var text = File.ReadAllText(info);
        File.Move(Path.Combine(Folder, "train-00002.tokens"), _folder["away"]);
        AssertDamaged("'train-00002.tokens' is missing");

        File.Copy(Path.Combine(Folder, "train-00003.tokens"), Path.Combine(Folder, "train-00002.tokens"));
        AssertDamaged("'train-00002.tokens' has 136 bytes, and dataset.json says 184");

        File.WriteAllText(info, text.Replace("\"sentences\": 18", "\"sentences\": 19"));
        AssertDamaged("dataset.json has other numbers for the train split than for its files together");
        File.WriteAllText(info, System.Text.RegularExpressions.Regex.Replace(text, "\"files\": \\[[^]]*]", "\"files\": [null]"));
        AssertDamaged("dataset.json has other numbers for the train split than for its files together");
    }

    [Fact]
    public void A_label_that_does_not_exist_is_told()
    {
        File.WriteAllBytes(Path.Combine(Folder, "valid.labels"), [2, 0, 0, 0]);
        AssertDamaged("'valid.labels' holds label 2, and there are 2 labels");
        File.WriteAllBytes(Path.Combine(Folder, "valid.labels"), [0, 0, 0]);
        AssertDamaged("'valid.labels' has 3 bytes, and dataset.json says 4");
    }

    [Fact]
    public void A_folder_that_is_no_dataset_is_told() => Assert.Equal(
        $"'{_folder.Path}' is no dataset folder: it holds no dataset.json. Make one with prepare, and give that folder.",
        Assert.Throws<DataException>(() => Dataset.Open(_folder.Path)).Message);

    [Fact]
    public void A_folder_of_another_format_version_is_told()
    {
        var path = Path.Combine(Folder, "dataset.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"format_version\": 1", "\"format_version\": 2"));
        Assert.Equal(
            $"'{path}' has format version 2, and this program reads version 1. Prepare the dataset again.",
            Assert.Throws<DataException>(() => Dataset.Open(Folder)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"format_version\":")]
    public void A_damaged_description_is_told(string content)
    {
        var path = Path.Combine(Folder, "dataset.json");
        File.WriteAllText(path, content);
        var message = Assert.Throws<DataException>(() => Dataset.Open(Folder)).Message;
        Assert.StartsWith($"'{path}' cannot be read: ", message);
        Assert.EndsWith(". Prepare the dataset again.", message);
    }

    public void Dispose() => _folder.Dispose();

    private void AssertDamaged(string fault) => Assert.Equal(
        $"The dataset '{Folder}' is damaged: {fault}. Restore the folder as it was made, or prepare it again.",
        Assert.Throws<DataException>(() => Dataset.Open(Folder).Dispose()).Message);
}
