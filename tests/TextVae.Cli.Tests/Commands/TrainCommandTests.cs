using System.Text.Json.Nodes;
using TextVae.Native;

namespace TextVae.Cli.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Talk_is_on_stderr_and_the_result_on_stdout()
    {
        var data = await _space.PrepareAsync();

        var run = await Run.Of(
            ["train", _space.Write("r.toml", ""), "--data", data, "--out", _space["run"], .. Workspace.TinySettings]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(
            @"^Trained for 2 steps\. The best model is that of step 2, validation bound \d+\.\d{3} nats a sentence\.\n"
            + @"\n(warning|serious): posterior_collapse\. .* Try objective\.[^\n]*\.\n(\n[^\n]*\n)*\nIt is in .*model\. "
            + @"Next: textvae evaluate .*run\n$",
            run.Output);
        Assert.Matches(
            @"^train: step 2, validation bound \d+\.\d\d \(KL \d+\.\d\d\), perplexity \d+\.\d\d, saved\n$",
            run.Error);
    }

    [Fact]
    public async Task A_rate_that_makes_numbers_overflow_is_told_as_it_happens_and_ends_with_what_to_try()
    {
        var data = await _space.PrepareAsync();

        var run = await Run.Of(
        [
            "train", _space.Write("r.toml", ""), "--data", data, "--out", _space["run"], .. Workspace.TinySettings, "--set", "training.steps=1000",
            "--set", "model.hidden=64", "--set", "model.latent=16", "--set", "model.embedding=32",
            "--set", "training.learning_rate=10", "--set", "training.clip=0", "--set", "training.skip_limit=3", "--set", "training.evaluate_every=1",
        ]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches(@"(?m)^train: Step \d+ is skipped: the loss is .* and the gradient's norm .*, so it moves no parameter\.", run.Error);
        Assert.Matches(@"(?m)^train: step \d+, validation bound (NaN|Infinity) .*, not finite and so not saved$", run.Error);
        Assert.Matches(@"(?m)^train: 3 steps in a row, up to step \d+, .* the learning rate is halved to 5\.$", run.Error);
        Assert.Matches(
            @"(?m)^error: The training in '.*' stops: 3 steps in a row .* texts in the training split, counted from 0, are \d+(, \d+)*\. Try another run",
            run.Error);
    }

    [Fact]
    public async Task Texts_in_several_token_files_train_the_model_that_those_in_one_train()
    {
        var one = await _space.PrepareAsync();
        var prepared = await Run.Of(
            "prepare", _space["texts.txt"], "--out", _space["several"], "--coverage", "1", "--tokens-per-file", "50");
        Assert.Equal((0, ""), (prepared.ExitCode, prepared.Error));
        Assert.True(File.Exists(Path.Combine(_space["several"], "train-00003.tokens")));

        foreach (var (data, run) in new[] { (one, "run-one"), (_space["several"], "run-several") })
        {
            var trained = await Run.Of(
            [
                "train", _space.Write("r.toml", ""), "--data", data, "--out", _space[run], .. Workspace.TinySettings,
                "--set", "training.steps=12", "--set", "training.shuffle_block=4",
            ]);
            Assert.Equal(0, trained.ExitCode);
        }

        string[] losses = [.. new[] { "run-one", "run-several" }.Select(run => string.Join(' ',
            File.ReadLines(Path.Combine(_space[run], "metrics.jsonl")).Select(line => (double?)JsonNode.Parse(line)!["loss"])))];
        Assert.Equal(losses[0], losses[1]);
        Assert.Contains('.', losses[0]);
    }

    [Fact]
    public async Task A_resumed_run_needs_neither_recipe_nor_data()
    {
        await _space.TrainAsync("run");

        var run = await Run.Of("train", "--out", _space["run"], "--resume", "--set", "training.steps=4", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(4, (int)JsonNode.Parse(run.Output)!["step"]!);
        Assert.Equal(4, File.ReadLines(_space["run/metrics.jsonl"]).Count(line => line.Contains("\"train\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_precision_is_noted_and_kept_when_the_run_goes_on()
    {
        await _space.TrainAsync("run", "--precision", "float32");

        var resumed = await Run.Of("train", "--out", _space["run"], "--resume", "--set", "training.steps=4");

        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal("float32", (string)JsonNode.Parse(File.ReadAllText(_space["run/run.json"]))!["precision"]!);
        Assert.Equal(Precision.Float32, NativeRuntime.Precision);
    }

    [Fact]
    public async Task A_run_goes_on_with_its_own_threads_and_says_when_it_is_to_have_others()
    {
        var before = NativeRuntime.Threads;
        try
        {
            await _space.TrainAsync("run", "--threads", "1");
            NativeRuntime.Threads = 2;

            var own = await Run.Of("train", "--out", _space["run"], "--resume", "--set", "training.steps=3");
            var others = await Run.Of("train", "--out", _space["run"], "--resume", "--set", "training.steps=4", "--threads", "2");

            Assert.DoesNotContain("as when the run was started", own.Error, StringComparison.Ordinal);
            Assert.Contains(
                "Not everything is as when the run was started: the number of threads was 1 and is 2. From here on", others.Error,
                StringComparison.Ordinal);
        }
        finally
        {
            NativeRuntime.Threads = before ?? Environment.ProcessorCount;
        }
    }

    [Fact]
    public async Task A_gpu_that_is_not_there_is_told_before_anything_is_made()
    {
        var data = await _space.PrepareAsync();
        NativeRuntime.EnsureLoaded();
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "this machine has CUDA");

        var run = await Run.Of("train", _space.Write("r.toml", ""), "--data", data, "--out", _space["run"], "--device", "cuda");

        Assert.Equal(4, run.ExitCode);
        Assert.StartsWith("error: CUDA is asked for, and this libtorch has none or finds no GPU.", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_space["run"]));
    }

    [Fact]
    public async Task An_unknown_precision_is_refused_with_the_known_ones()
    {
        var run = await Run.Of("train", "r.toml", "--data", "d", "--out", "o", "--precision", "half");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'half' is no value of --precision. It is one of auto, float32, bfloat16.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipe_that_is_wrong_is_told_before_anything_is_made()
    {
        var data = await _space.PrepareAsync();

        var run = await Run.Of(
            "train", _space.Write("r.toml", "[training]\nbatch = \"x\"\n"), "--data", data, "--out", _space["run"], "--set", "model.hiden=4");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            $"error: The recipe '{_space["r.toml"]}' cannot be used. training.batch is \"x\"; it has to be a whole number. "
            + "The key model.hiden is unknown; the nearest known one is model.hidden.\n",
            run.Error);
        Assert.False(Directory.Exists(_space["run"]));
    }

    [Fact]
    public async Task A_dataset_without_validation_sentences_is_refused()
    {
        await Run.Of("prepare", _space.Write("t.txt", "a b\nc d\n"), "--out", _space["data"], "--split", "1,0,0");

        var run = await Run.Of("train", _space.Write("r.toml", ""), "--data", _space["data"], "--out", _space["run"]);

        Assert.Equal(
            (3, $"error: The dataset '{_space["data"]}' has no sentence in its valid split, and training needs one to train on and one "
                + "to choose the best model by. Prepare it anew with shares such as --split 0.91,0.03,0.06, or with --train and "
                + "--valid.\n"),
            (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(_space["run"]));
    }

    [Theory]
    [InlineData("RECIPE")]
    [InlineData("--data DATASET")]
    public async Task What_is_missing_is_named(string missing)
    {
        string[] recipe = missing == "RECIPE" ? [] : [_space.Write("r.toml", "")];

        var run = await Run.Of(["train", .. recipe, "--out", _space["run"]]);

        Assert.Equal(
            (2, $"error: {missing} is missing. Start a run with `textvae train RECIPE --data DATASET --out RUN`; only --resume can do "
                + "without.\n"),
            (run.ExitCode, run.Error));
    }
}
