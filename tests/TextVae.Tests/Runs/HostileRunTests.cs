using TextVae.Corpus;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

/// <summary>Run folders that were damaged, or made to do harm: a resumed run goes on or is refused, and writes only there.</summary>
public sealed class HostileRunTests : IDisposable
{
    private readonly TinyDataset _data = new(sentences: 12);
    private readonly TemporaryFolder _folder = new();

    public HostileRunTests()
    {
        using var run = TrainingRun.Start(Recipe(2), _data.Dataset, _data.Path, new RunFolder(_folder["run"]));
        foreach (var _ in run.Execute())
        {
        }
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("recipe.toml")]
    [InlineData("metrics.jsonl")]
    [InlineData("checkpoints/step-000000002.safetensors")]
    public void A_run_with_a_damaged_file_goes_on_or_is_refused(string name)
    {
        var file = In(name);
        Damage.To(File.ReadAllBytes(file)).All(
            bytes =>
            {
                Restore();
                File.WriteAllBytes(In(name, "copy"), bytes);
                try
                {
                    using var run = TrainingRun.Resume(null, _data.Dataset, new RunFolder(_folder["copy"]));
                    var first = run.Execute().OfType<StepDone>().FirstOrDefault();
                    Assert.True(first is null || first.Record.Step == run.Step);
                }
                catch (Exception e) when (e is DataException or RecipeException)
                {
                    Assert.EndsWith(".", e.Message);
                }
            },
            samples: 60);
    }

    [Theory]
    [InlineData("\"vector_extensions\": ", "JSON deserialization for type 'TextVae.Native.ProcessorReport' was missing required properties")]
    [InlineData("\"versions\": ", "JSON deserialization for type 'TextVae.Runs.RunInfo' was missing required properties")]
    [InlineData("\"dataset_hash\": ", "JSON deserialization for type 'TextVae.Runs.RunInfo' was missing required properties")]
    public void A_run_without_a_part_of_its_description_is_refused(string member, string problem)
    {
        _folder.Replace("run/run.json", member, "\"x\": ");

        var e = Assert.Throws<DataException>(() => TrainingRun.Resume(null, _data.Dataset, new RunFolder(_folder["run"])));

        Assert.StartsWith($"'{In("run.json")}' cannot be read: {problem}", e.Message);
        Assert.EndsWith(". Give a folder that `train` has made.", e.Message);
    }

    [Theory]
    [InlineData("metrics.jsonl")]
    [InlineData(".lock")]
    [InlineData("checkpoints")]
    [InlineData("model")]
    [InlineData("figures")]
    [InlineData("checkpoints/step-000000002.safetensors")]
    [InlineData("model/vocabulary.txt")]
    public void A_link_through_which_a_run_would_write_is_refused(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var elsewhere = _folder["elsewhere"];
        var path = In(name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        File.Delete(path);
        File.CreateSymbolicLink(path, elsewhere);

        var e = Assert.Throws<DataException>(() => TrainingRun.Resume(Recipe(3), _data.Dataset, new RunFolder(_folder["run"])));

        Assert.Equal(
            $"'{path}' is a symbolic link to '{elsewhere}', and a run that goes on would write there. Put what it leads to in its place, or "
            + "start a run in another folder.",
            e.Message);
        Assert.False(Path.Exists(elsewhere));
    }

    [Fact]
    public void A_log_of_one_endless_line_is_begun_anew()
    {
        using (var log = new FileStream(In("metrics.jsonl"), FileMode.Create))
            log.SetLength(3 << 20);

        using var run = TrainingRun.Resume(Recipe(3), _data.Dataset, new RunFolder(_folder["run"]));
        Assert.Equal(3, run.Execute().OfType<StepDone>().Single().Record.Step);

        Assert.StartsWith("{\"kind\":\"train\",\"step\":3,", File.ReadAllText(In("metrics.jsonl")));
    }

    [Theory]
    [InlineData("{\"kind\":\"train\",\"step\":1,\"step\":1}")]
    [InlineData("{\"kind\":\"train\",\"step\":\"1\"}")]
    [InlineData("{\"kind\":\"train\",\"step\":1e999}")]
    [InlineData("[1]")]
    [InlineData("null")]
    public void A_line_of_the_log_that_is_no_step_goes_away(string line)
    {
        var lines = File.ReadAllLines(In("metrics.jsonl"));
        File.WriteAllText(In("metrics.jsonl"), $"{lines[0]}\n{line}\n{string.Join('\n', lines[1..])}\n");

        using var run = TrainingRun.Resume(Recipe(3), _data.Dataset, new RunFolder(_folder["run"]));
        Assert.Equal(3, run.Execute().OfType<StepDone>().Single().Record.Step);

        var now = File.ReadAllLines(In("metrics.jsonl"));
        Assert.Equal(lines, now[..lines.Length]);
        Assert.StartsWith("{\"kind\":\"train\",\"step\":3,", now[lines.Length]);
    }

    [Fact]
    public void A_recipe_that_would_take_terabytes_is_refused_before_anything_is_made()
    {
        var recipe = Recipe(2) with { Model = new() { Embedding = 65_536, Hidden = 65_536, Latent = 65_536 } };

        var e = Assert.Throws<DataException>(
            () => TrainingRun.Start(recipe, _data.Dataset, _data.Path, new RunFolder(_folder["large"])));

        Assert.Matches(
            "^A model with an embedding of 65536, 65536 hidden features, a latent of 65536 and 9 words takes about [0-9]{4}\\.[0-9] GB of "
            + "memory, and [0-9.]+ GB are there. Make the model smaller, or take a machine with more memory.$",
            e.Message);
        Assert.False(Directory.Exists(_folder["large"]));
    }

    [Fact]
    public void A_text_that_would_pad_a_batch_beyond_memory_is_refused_before_anything_is_made()
    {
        var texts = string.Concat(Enumerable.Repeat("one\n", 999)) + string.Join(' ', Enumerable.Repeat("one", 1_000_000)) + "\n";
        PrepareOptions options = new() { Train = [_folder.Write("a.txt", texts)], Valid = [_folder.Write("b.txt", "one\n")] };
        DatasetBuilder.Prepare(options, _folder["data"]);
        using var dataset = Dataset.Open(_folder["data"]);
        var recipe = new Recipe() with { Training = new() { Batch = 1_000, Steps = 1 } };

        var e = Assert.Throws<DataException>(() => TrainingRun.Start(recipe, dataset, "data", new RunFolder(_folder["large"])));

        Assert.Matches(
            "^A step of training, on a batch with the longest text of 1000000 words and 1000001000 places in all, takes about [0-9]+\\.[0-9] GB "
            + "of memory, and [0-9.]+ GB are there. Leave the longest texts out with --max-length of prepare, or make batches by "
            + "training.batch_tokens or smaller ones by training.batch.$",
            e.Message);
        Assert.False(Directory.Exists(_folder["large"]));
    }

    private static Recipe Recipe(int steps) => new()
    {
        Model = Tiny.Autoencoder,
        Training = new() { Batch = 4, Steps = steps, EvaluateEvery = 2, CheckpointEvery = 2 },
        Evaluation = new() { Samples = 1 },
    };

    private string In(string name, string run = "run") => Path.Combine(_folder[run], name);

    /// <summary>Copies the sound run to "copy", whatever is there.</summary>
    private void Restore()
    {
        if (Directory.Exists(_folder["copy"]))
            Directory.Delete(_folder["copy"], recursive: true);
        foreach (var file in Directory.GetFiles(_folder["run"], "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_folder["copy"], Path.GetRelativePath(_folder["run"], file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
