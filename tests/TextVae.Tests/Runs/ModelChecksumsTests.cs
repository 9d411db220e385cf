using TextVae.Models;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class ModelChecksumsTests : IDisposable
{
    private readonly TinyDataset _data = new();
    private readonly TemporaryFolder _folder = new();

    public ModelChecksumsTests() => Save(step: 7);

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("config.json", "\"step\": 7", "\"step\": 5")]
    [InlineData("vocabulary.txt", "\na\n", "\nq\n")]
    [InlineData("SHA256SUMS", "  config.json", "  config.jsoo")]
    [InlineData("SHA256SUMS", "  vocabulary.txt", " !vocabulary.txt")]
    public void A_model_whose_file_was_damaged_is_refused_though_it_could_be_read(string file, string before, string after)
    {
        _folder.Replace($"model/{file}", before, after);

        var error = Assert.Throws<DataException>(() => TrainedModel.Load(_folder["model"]));

        Assert.StartsWith($"The model folder '{_folder["model"]}' is damaged: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_damaged_file_is_named_with_what_to_do()
    {
        _folder.Replace("model/vocabulary.txt", "\na\n", "\nq\n");

        var error = Assert.Throws<DataException>(() => TrainedModel.Load(_folder["model"]));

        Assert.Matches(
            "^The model folder '.*' is damaged: vocabulary.txt is not as it was written \\(its sha256 is [0-9a-f]{12}…, and SHA256SUMS "
            + "says [0-9a-f]{12}…\\)\\. Take an undamaged copy of the whole folder\\. If you have changed the file yourself, delete "
            + "SHA256SUMS\\.$",
            error.Message);
    }

    [Fact]
    public void A_list_without_a_needed_file_is_refused()
    {
        var sums = File.ReadAllLines(In("SHA256SUMS")).Where(line => !line.EndsWith("config.json", StringComparison.Ordinal));
        File.WriteAllText(In("SHA256SUMS"), string.Join('\n', sums) + "\n");

        var error = Assert.Throws<DataException>(() => TrainedModel.Load(_folder["model"]));

        Assert.Contains("SHA256SUMS is not as it was written (it does not list config.json).", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MODEL_CARD.md")]
    [InlineData("SHA256SUMS")]
    public void The_card_may_be_edited_and_the_checksums_left_out(string file)
    {
        File.Delete(In(file));

        using var model = TrainedModel.Load(_folder["model"]);

        Assert.Equal(7, model.Step);
    }

    [Fact]
    public void Only_a_whole_model_is_that_of_a_step()
    {
        Assert.True(ModelFiles.IsOfStep(_folder["model"], 7));
        Assert.False(ModelFiles.IsOfStep(_folder["model"], 6));
        _folder.Replace("model/vocabulary.txt", "\na\n", "\nq\n");
        Assert.False(ModelFiles.IsOfStep(_folder["model"], 7));
        File.Delete(In("SHA256SUMS"));
        Assert.False(ModelFiles.IsOfStep(_folder["model"], 7));
    }

    [Fact]
    public async Task A_reader_finds_one_whole_model_however_often_another_takes_its_place()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a folder steps aside before the next one comes.");
        using var ended = new CancellationTokenSource();
        var writing = Task.Run(
            () =>
            {
                for (var step = 8; !ended.IsCancellationRequested; step++)
                    Save(step);
            },
            TestContext.Current.CancellationToken);
        var steps = new HashSet<long>();
        try
        {
            for (var i = 0; i < 1000 && steps.Count < 5; i++)
            {
                using var model = TrainedModel.Load(_folder["model"]);
                steps.Add(model.Step);
                // The models of the writer are told apart by their first weight, which is the step.
                Assert.Equal(model.Step, model.Model.parameters().First().ReadCpuSingle(0));
            }
        }
        finally
        {
            await ended.CancelAsync();
            await writing;
        }

        Assert.Equal(5, steps.Count);
    }

    private void Save(int step)
    {
        using var model = TextModel.Create(Tiny.Autoencoder, _data.Dataset.Vocabulary.Count, seed: 4);
        using (TorchSharp.torch.no_grad())
            model.parameters().First().FillInPlace(step);
        TrainedModel.Save(_folder["model"], model, _data.Dataset, step, Tiny.Report);
    }

    private string In(string file) => Path.Combine(_folder["model"], file);
}
