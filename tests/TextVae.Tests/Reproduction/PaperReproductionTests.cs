using System.Text.Json.Nodes;
using TextVae.Native;
using TextVae.Reproduction;

namespace TextVae.Tests.Reproduction;

public sealed class PaperReproductionTests : IDisposable
{
    private static readonly ReproductionOptions Two = new()
    {
        Systems = [PaperSystem.Named("lm"), PaperSystem.Named("mi-10")],
        Steps = 4,
        Scale = 0.02,
        Settings = ["training.batch=8", "evaluation.samples=2", "evaluation.beam=2", "model.hidden=8"],
    };

    private readonly TinyDataset _data = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Two_systems_with_two_seeds_leave_results_a_page_and_tables()
    {
        var folder = new ReproductionFolder(_folder["all"]);

        var results = Execute(Two, folder);

        Assert.Equal(
            [("lm", 1, 4), ("lm", 2, 4), ("mi-10", 1, 4), ("mi-10", 2, 4)],
            results.Select(result => (result.System, (int)result.Seed, (int)result.Steps)));
        var document = JsonNode.Parse(File.ReadAllText(folder.Results))!;
        Assert.Equal(
            "textvae reproduce --data DATASET --out DIR --only lm,mi-10 --seeds 2 --scale 0.02 --steps 4 --precision float32 --threads 2 "
            + "--set training.batch=8 --set evaluation.samples=2 --set evaluation.beam=2 --set model.hidden=8",
            (string)document["command"]!);
        Assert.Equal(
            results.Select(result => result.Figures.NllBound),
            document["results"]!.AsArray().Select(row => (double)row!["nll_bound"]!));
        Assert.All(results, result => Assert.Equal(_data.Dataset.Test.Count, result.Figures.Sentences));
        Assert.Equal([0, 0, 11, 11], results.Select(result => result.Phrases?.Texts ?? 0));
        Assert.Equal([0, 0, 5, 5], results.Select(result => result.Pairs.Count));
        var page = File.ReadAllText(folder.Page);
        Assert.Contains($"\n    {document["command"]}\n", page, StringComparison.Ordinal);
        Assert.Contains("**Not the paper's size**: scale 0.02. Embedding 16 (224), hidden 8 (512), latent 8 (64), 4 steps (20,000), and "
            + "schedules in proportion to the steps.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("still missing", page, StringComparison.Ordinal);
        var tables = File.ReadAllText(folder.Tables);
        Assert.Contains("## Table 1: KL annealing\n\nNot run yet.\n", tables, StringComparison.Ordinal);
        Assert.Contains($"| {results[2].Pairs[0].Text} | ", tables, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_interrupted_goes_on_as_if_it_had_not_been()
    {
        var (whole, stopped) = (new ReproductionFolder(_folder["whole"]), new ReproductionFolder(_folder["stopped"]));
        Execute(Two, whole);

        using (var cancellation = new CancellationTokenSource())
        {
            var first = Open(Two, stopped);
            first.Progress = new SynchronousProgress<ReproductionProgress>(progress =>
            {
                if (progress is { Run.Name: "mi-10-1", Step.Step: 2 })
                    cancellation.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => first.Execute(cancellation.Token));
        }

        Assert.Contains("**3 of 4 runs are still missing.**", File.ReadAllText(stopped.Page), StringComparison.Ordinal);
        var made = new List<string>();
        var second = Open(Two, stopped);
        second.Progress = new SynchronousProgress<ReproductionProgress>(progress =>
        {
            if (progress.Step is { } step)
                made.Add($"{progress.Run.Name} {step.Step}");
        });
        second.Execute(TestContext.Current.CancellationToken);

        Assert.Equal(["mi-10-1 3", "mi-10-1 4", "lm-2 1"], made.Take(3));
        Assert.Equal(File.ReadAllText(whole.Results), File.ReadAllText(stopped.Results));
        Assert.Equal(File.ReadAllText(whole.Page), File.ReadAllText(stopped.Page));
        Assert.Equal(File.ReadAllText(whole.Tables), File.ReadAllText(stopped.Tables));
    }

    [Fact]
    public void A_run_whose_numbers_are_not_finite_leaves_the_others_theirs()
    {
        var folder = new ReproductionFolder(_folder["wild"]);
        var reproduction = Open(
            Two with
            {
                Seeds = 1,
                Steps = 20,
                Settings =
                [
                    .. Two.Settings, "training.optimizer=sgd", "training.learning_rate=10", "training.clip=0", "training.skip_limit=1", "objective.kl=1000",
                ],
            },
            folder);
        var notices = new List<string>();
        reproduction.Progress = new SynchronousProgress<ReproductionProgress>(progress => notices.AddRange(progress.Notice is { } notice ? [notice] : []));

        var results = reproduction.Execute(TestContext.Current.CancellationToken);

        Assert.NotEmpty(reproduction.Failed);
        Assert.Equal(2, results.Count + reproduction.Failed.Count);
        Assert.Contains(notices, notice => notice.StartsWith("failed: ", StringComparison.Ordinal));
        Assert.True(File.Exists(folder.Page));
    }

    [Fact]
    public void More_systems_and_seeds_join_those_that_are_finished()
    {
        var folder = new ReproductionFolder(_folder["growing"]);
        Execute(Two with { Systems = [PaperSystem.Named("lm")], Seeds = 1 }, folder);

        var results = Execute(Two with { Systems = [PaperSystem.Named("mi-10")], Seeds = 1 }, folder);

        Assert.Equal(["lm", "mi-10"], results.Select(result => result.System));
    }

    [Fact]
    public void Other_options_are_refused_with_what_differs()
    {
        var folder = new ReproductionFolder(_folder["one"]);
        Open(Two, folder);

        Assert.Equal(
            $"The runs in '{folder.Path}' were made with other options: --scale is 0.02 there and 0.5 now; the runs have 4 steps there "
            + "and 10000 now; --set is training.batch=8 evaluation.samples=2 evaluation.beam=2 model.hidden=8 there and not given now. "
            + "Give the same options to go on with them (--only and --seeds may change), or choose another folder with --out.",
            Assert.Throws<RecipeException>(() => Open(new ReproductionOptions { Scale = 0.5 }, folder)).Message);
    }

    [Fact]
    public void What_computes_is_among_the_options()
    {
        var folder = new ReproductionFolder(_folder["one"]);
        Open(Two, folder);
        var threads = NativeRuntime.Threads;
        NativeRuntime.Threads = threads + 1;
        try
        {
            Assert.Contains(
                " were made with other options: --threads is 2 there and 3 now. ",
                Assert.Throws<RecipeException>(() => Open(Two, folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            NativeRuntime.Threads = threads;
        }
    }

    [Fact]
    public void A_folder_of_before_threads_were_kept_goes_on_and_names_none()
    {
        var folder = new ReproductionFolder(_folder["one"]);
        Open(Two, folder);
        _folder.Replace("one/reproduction.json", ",\n  \"threads\": 2", "");

        Execute(Two with { Systems = [PaperSystem.Named("lm")], Seeds = 1 }, folder);

        Assert.Contains("--precision float32 --set", File.ReadAllText(folder.Page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_anything_else_in_it_is_left_alone()
    {
        _folder.Write("note", "mine");

        Assert.Equal(
            $"'{_folder.Path}' is not empty and holds no reproduction. Choose a new or an empty folder with --out, so that nothing of "
            + "yours is mixed with its files.",
            Assert.Throws<RecipeException>(() => Open(Two, new ReproductionFolder(_folder.Path))).Message);
    }

    [Fact]
    public void A_damaged_result_is_named()
    {
        var folder = new ReproductionFolder(_folder["damaged"]);
        Execute(Two with { Systems = [PaperSystem.Named("lm")], Seeds = 1 }, folder);
        var file = Path.Combine(folder.Run("lm-1").Path, "result.json");
        File.WriteAllText(file, "null");

        Assert.Equal(
            $"'{file}' is damaged: it is null. Delete it, and the run is measured again.",
            Assert.Throws<DataException>(folder.LoadResults).Message);
    }

    private PaperReproduction Open(ReproductionOptions options, ReproductionFolder folder) =>
        PaperReproduction.Open(options, _data.Dataset, _data.Path, folder);

    private IReadOnlyList<SystemResult> Execute(ReproductionOptions options, ReproductionFolder folder) =>
        Open(options, folder).Execute(TestContext.Current.CancellationToken);
}
