using TextVae.Native;

namespace TextVae.Cli.Tests.Commands;

/// <summary>Options that would do nothing are refused, before anything is loaded.</summary>
public sealed class IdleOptionTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("prepare --train t --valid v --out data --split rest,1,1", "--train does not go together with --split: the files are the splits already. Leave one of them away.")]
    [InlineData("prepare --test t --out data --seed 2", "--test does not go together with --seed: the files are the splits already. Leave one of them away.")]
    [InlineData("novelty run --split test --novel a --sort", "--novel does not go together with --sort: it prints how well figures tell labels apart, and no texts. Leave one of them away.")]
    [InlineData("encode run good --seed 2", "--seed is the seed of draws, and the mean of q(z|x) needs none. Add --sample, or leave --seed away.")]
    [InlineData("encode run good --data d", "--data is the dataset of --split, and the texts come from elsewhere. Add --split, or leave --data away.")]
    [InlineData("encode run good --input f", "Texts come from the command itself and --input at once; give them in one way.")]
    [InlineData("decode run 0,0 --input f", "Vectors come from the command itself and --input at once; give them in one way.")]
    [InlineData("reconstruct run --split test --text-field f", "--text-field says how a file of texts is read, and the texts come from --split. Leave it away, or give a file with --input.")]
    [InlineData("train r.toml --data d --out run --seed 2 --set training.seed=3", "--seed and --set training.seed say the same, and only one of them can hold. Leave one of them away.")]
    [InlineData("transfer run good --from a --to a", "--from and --to are both 'a', so there is nowhere to go. Name two labels.")]
    [InlineData("evaluate run --phrase good", "--phrase says what to probe for. Add --probe.")]
    [InlineData("evaluate run --strengths 1", "--strengths says how far to transfer. Add --transfer.")]
    [InlineData("evaluate run --steps 3", "--steps says how many texts a way has. Add --paths.")]
    [InlineData("evaluate run --sampled 0", "--sampled is 0; it has to be between 1 and 10000000 texts.")]
    [InlineData("cluster run good --clusters 0", "--clusters is 0; it has to be at least 1.")]
    [InlineData("cluster run good --restarts 0", "The restarts are 0; they have to be between 1 and 100000.")]
    [InlineData("cluster run good --iterations 0", "The iterations are 0; they have to be between 1 and 1000000.")]
    public async Task What_would_be_ignored_or_cannot_be_is_told(string command, string message) =>
        Assert.Equal(new Run(2, "", $"error: {message}\n"), await Run.Of(command.Split(' ')));

    [Theory]
    [InlineData("evaluate")]
    [InlineData("encode")]
    [InlineData("decode")]
    [InlineData("reconstruct")]
    [InlineData("neighbors")]
    [InlineData("novelty")]
    [InlineData("cluster")]
    [InlineData("augment")]
    [InlineData("report")]
    [InlineData("serve")]
    [InlineData("sample")]
    [InlineData("interpolate")]
    [InlineData("transfer")]
    [InlineData("arithmetic")]
    [InlineData("deduplicate")]
    public async Task Every_command_that_computes_takes_threads(string command)
    {
        var help = (await Run.Of(command, "--help")).Output;

        Assert.Matches(@"\n  --threads <N> +Threads \(default: one a core\)\.\n", help);
        Assert.Contains("\n  --device <auto|cpu|cuda> ", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threads_that_are_asked_for_are_taken()
    {
        var before = NativeRuntime.Threads;
        var run = await _space.TrainAsync("run");
        try
        {
            Assert.Equal(0, (await Run.Of("encode", run, "good", "--threads", "1")).ExitCode);

            Assert.Equal(1, NativeRuntime.Threads);
        }
        finally
        {
            NativeRuntime.Threads = before ?? Environment.ProcessorCount;
        }
    }

    [Fact]
    public async Task The_next_command_after_a_training_names_a_split_with_sentences()
    {
        var texts = _space.Write("t.txt", "a b\nb a\n");
        Assert.Equal(0, (await Run.Of("prepare", "--train", texts, "--valid", texts, "--out", _space["data"])).ExitCode);

        var run = await Run.Of(
            ["train", _space.Write("r.toml", ""), "--data", _space["data"], "--out", _space["run"], .. Workspace.TinySettings]);

        Assert.EndsWith($"Next: textvae evaluate {_space["run"]} --split valid\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_model_is_no_autoencoder_for_the_quickstart()
    {
        var run = await Run.Of("quickstart", "--out", _space["q"], "--set", "model.kind=lm");

        Assert.Equal(
            new Run(2, "", "error: quickstart trains an autoencoder and its language model, so model.kind is not to be set. Train a language model alone "
                + "with `textvae train`.\n"),
            run);
        Assert.False(Directory.Exists(_space["q"]));
    }

    [Fact]
    public async Task A_page_is_no_file_of_results()
    {
        var page = _space.Write("results.md", "# Results\n");

        var run = await Run.Of("sweep", "--table", page);

        Assert.Equal(
            new Run(3, "", $"error: '{page}' is no file of results: it has to be a JSON list of objects, each with a name. Give one that `sweep "
                + "--results` has written.\n"),
            run);
    }
}
