using TextVae.Native;
using TextVae.Runs;
using TextVae.Sweeps;

namespace TextVae.Tests.Sweeps;

public sealed class ExperimentHashTests : IDisposable
{
    private const string Toml = """
        seeds = [1, 2]
        recipe = "vae.toml"
        [[run]]
        name = "first"
        set = { training.steps = 4 }
        [[run]]
        name = "second"
        start_from = "first"
        """;

    private const string Defaults = """
        model.kind = "vae"
        model.embedding = 224
        model.hidden = 512
        model.latent = 64
        model.cell = "gru"
        model.layers = 1
        model.encoder = "bidirectional"
        model.decoder = "recurrent"
        model.heads = 4
        model.feed_forward = 0
        model.summary = "mean"
        model.attention = "word"
        model.prior = "standard"
        model.posterior = "gaussian"
        model.posterior_scale = 0.6
        model.delta = 5.0
        model.label_embedding = 0
        model.skip = false
        model.tied = false
        model.embedding_dropout = 0.0
        model.layer_dropout = 0.0
        model.recurrent_dropout = 0.0
        model.output_dropout = 0.0
        model.encoder_dropout = 0.0
        objective.kl = 1.0
        objective.free_bits = 0.0
        objective.free_bits_per = "dimension"
        objective.target_kl = 0.0
        objective.samples = 1
        objective.word_dropout = 0.0
        objective.input_dropout = 0.0
        objective.bag_of_words = 0.0
        objective.label = 0.0
        objective.mmd = 0.0
        objective.mutual_information = 0.0
        objective.mutual_information_source = "posterior"
        training.seed = 1
        training.reset = "nothing"
        training.batch = 48
        training.batch_tokens = 0
        training.shuffle_block = 0
        training.steps = 0
        training.epochs = 10
        training.optimizer = "adam"
        training.momentum = 0.0
        training.weight_decay = 0.0
        training.learning_rate = 0.001
        training.warmup = 0
        training.schedule = "constant"
        training.final_rate = 0.0
        training.plateau_factor = 0.5
        training.plateau_patience = 2
        training.plateau_limit = 0
        training.plateau_reload = false
        training.average = 0.0
        training.aggressive = false
        training.clip = 5.0
        training.skip_limit = 10
        training.evaluate_every = 500
        training.checkpoint_every = 500
        training.patience = 0
        training.keep = 2
        """;

    private static readonly SweepInfo Info = new() { Dataset = "data", DatasetHash = "abc", Precision = Precision.Float32, Threads = 1 };

    private readonly TemporaryFolder _folder = new();

    public ExperimentHashTests() => _folder.Write("vae.toml", "model = { latent = 2 }\nevaluation = { beam = 2 }");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Seeds_of_a_run_share_it_and_runs_do_not()
    {
        string[] hashes = [.. Plan(Toml).Select(run => Hash(run, Toml))];

        Assert.Equal(4, hashes.Length);
        Assert.Equal((hashes[0], hashes[1]), (hashes[2], hashes[3]));
        Assert.NotEqual(hashes[0], hashes[1]);
        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{16}$", hash));
    }

    [Fact]
    public void It_depends_on_what_was_trained_on_what_from_what_and_on_how_it_was_measured()
    {
        var second = Plan(Toml)[1];
        var hash = Hash(second, Toml);

        Assert.NotEqual(hash, ExperimentHash.Of(second, Plan(Toml), Info with { DatasetHash = "def" }, "so"));
        Assert.NotEqual(hash, ExperimentHash.Of(second, Plan(Toml), Info with { Precision = Precision.BFloat16 }, "so"));
        Assert.NotEqual(hash, ExperimentHash.Of(second, Plan(Toml), Info, "otherwise"));
        var longer = Toml.Replace("steps = 4", "steps = 5", StringComparison.Ordinal);
        Assert.NotEqual(hash, Hash(Plan(longer)[1], longer));
        var fresh = Toml.Replace("start_from = \"first\"", "", StringComparison.Ordinal);
        Assert.NotEqual(hash, Hash(Plan(fresh)[1], fresh));
    }

    [Fact]
    public void It_does_not_depend_on_folders_threads_names_or_on_defaults_that_are_written_out()
    {
        var hash = Hash(Plan(Toml)[1], Toml);

        Assert.Equal(hash, ExperimentHash.Of(Plan(Toml)[1], Plan(Toml), Info with { Dataset = "elsewhere", Threads = 2 }, "so"));
        var renamed = Toml.Replace("\"first\"", "\"start\"", StringComparison.Ordinal);
        Assert.Equal(hash, Hash(Plan(renamed)[1], renamed));
        _folder.Write("vae.toml", "model = { latent = 2, layers = 1 }\nobjective = { samples = 1 }\nevaluation = { beam = 3 }");
        Assert.Equal(hash, Hash(Plan(Toml)[1], Toml));
    }

    /// <summary>The hash leaves out what is at its default, so a default that changes would bring rows of two experiments together.</summary>
    [Fact]
    public void Defaults_are_those_that_published_rows_were_hashed_with()
    {
        var lines = RecipeKeys.All.Where(key => key.Table != "evaluation").Select(key => $"{key.Name} = {key.Get(new Recipe())}");

        // A new key comes in with the default under which nothing changes. Where an old default changes, `ExperimentHash` has to begin with
        // another line.
        Assert.Equal(Defaults.Split('\n'), lines);
    }

    private static string Hash(SweptRun run, IReadOnlyList<SweptRun> plan) => ExperimentHash.Of(run, plan, Info, "so");

    private string Hash(SweptRun run, string toml) => Hash(run, Plan(toml));

    private IReadOnlyList<SweptRun> Plan(string toml) => Sweep.Load(_folder.Write("sweep.toml", toml)).Plan();
}
