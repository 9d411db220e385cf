using TextVae.Native;
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

    private static string Hash(SweptRun run, IReadOnlyList<SweptRun> plan) => ExperimentHash.Of(run, plan, Info, "so");

    private string Hash(SweptRun run, string toml) => Hash(run, Plan(toml));

    private IReadOnlyList<SweptRun> Plan(string toml) => Sweep.Load(_folder.Write("sweep.toml", toml)).Plan();
}
