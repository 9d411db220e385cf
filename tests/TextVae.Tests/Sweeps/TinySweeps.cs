using TextVae.Sweeps;

namespace TextVae.Tests.Sweeps;

/// <summary>Sweeps of a tiny recipe, `vae.toml`, over a tiny dataset, for the tests of their execution.</summary>
public abstract class TinySweeps : IDisposable
{
    private protected const string Two = """
        name = "tiny"
        recipe = "vae.toml"
        seeds = [1, 2]
        [[run]]
        name = "lm"
        set = { model.kind = "lm" }
        [[run]]
        name = "vae"
        [evaluate]
        iw = 3
        decode = true
        probe = true
        """;

    protected TinySweeps() => Temporary.Write(
        "vae.toml",
        """
        model = { embedding = 5, hidden = 6, latent = 2 }
        training = { batch = 8, steps = 4, evaluate_every = 2 }
        evaluation = { samples = 2, beam = 2 }
        """);

    private protected TinyDataset Data { get; } = new(labels: ["down", "up"]);

    private protected TemporaryFolder Temporary { get; } = new();

    public void Dispose()
    {
        Data.Dispose();
        Temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected SweepFolder Folder(string name) => new(Temporary[name]);

    private protected Sweep Load(string toml)
    {
        Temporary.Write("sweep.toml", toml);
        return Sweep.Load(Temporary["sweep.toml"]);
    }

    private protected SweepExecution Open(string toml, SweepFolder folder, params string[] only) =>
        SweepExecution.Open(Load(toml), new SweepSelection { Names = only }, Data.Dataset, Data.Path, folder);

    private protected string Refusal(string toml, SweepFolder folder) => Assert.Throws<RecipeException>(() => Open(toml, folder)).Message;

    private protected IReadOnlyList<SummaryRow> Execute(string toml, SweepFolder folder, params string[] only)
    {
        using var execution = Open(toml, folder, only);
        return execution.Execute(TestContext.Current.CancellationToken);
    }

    private protected List<string> Steps(string toml, SweepFolder folder, params string[] only)
    {
        var made = new List<string>();
        using var execution = Open(toml, folder, only);
        execution.Progress = new SynchronousProgress<SweepProgress>(progress =>
        {
            if (progress.Step is { } step)
                made.Add($"{progress.Run.Folder} {step.Step}");
        });
        execution.Execute(TestContext.Current.CancellationToken);
        return made;
    }
}
