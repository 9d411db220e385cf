using System.Text.Json.Nodes;
using TextVae.Runs;
using TextVae.Sweeps;

namespace TextVae.Tests.Sweeps;

/// <summary>What happens to a sweep whose recipes, files or runs change under it.</summary>
public sealed class SweepChangeTests : TinySweeps
{
    private const string Chain = """
        recipe = "vae.toml"
        [[run]]
        name = "first"
        recipe = "first.toml"
        measure = false
        [[run]]
        name = "second"
        start_from = "first"
        [[run]]
        name = "third"
        start_from = "second"
        """;

    private static string One => Two.Replace("[1, 2]", "[1]", StringComparison.Ordinal);

    [Fact]
    public void A_row_is_of_the_recipe_that_was_trained_whatever_its_file_says_later()
    {
        var expected = Execute(One, Folder("quiet"), "vae")[0].ExperimentHash;
        using var execution = Open(One, Folder("edited"), "vae");
        execution.Progress = new SynchronousProgress<SweepProgress>(progress =>
        {
            if (progress.Step?.Step == 2)
                Temporary.Write("vae.toml", "nothing = ");
        });

        var row = Assert.Single(execution.Execute(TestContext.Current.CancellationToken));

        Assert.Equal(expected, row.ExperimentHash);
    }

    [Fact]
    public void A_changed_recipe_takes_all_with_it_that_began_with_its_run()
    {
        WriteFirst("");
        var folder = Folder("chain");
        Execute(Chain, folder);
        WriteFirst("objective.kl = 0.5");

        Assert.Equal(
            $"The run 'first-1' in '{folder.Path}' was started with another recipe: objective.kl is 1.0 there and 0.5 now. Choose another folder "
            + $"with --out, or delete '{Temporary["chain/runs/first-1"]}' and, as they began with it, '{Temporary["chain/runs/second-1"]}' and "
            + $"'{Temporary["chain/runs/third-1"]}' to run them again.",
            Refusal(Chain, folder));
        Directory.Delete(Temporary["chain/runs/first-1"], recursive: true);
        Assert.Equal(
            $"The run 'second-1' in '{folder.Path}' was started with another recipe: the recipe of first-1, which it started from, was another "
            + $"one then. Choose another folder with --out, or delete '{Temporary["chain/runs/second-1"]}' and, as they began with it, "
            + $"'{Temporary["chain/runs/third-1"]}' to run them again.",
            Refusal(Chain, folder));

        WriteFirst("");
        Assert.Empty(Steps(Chain, folder));
    }

    [Fact]
    public void A_folder_of_before_devices_and_processes_were_noted_goes_on()
    {
        var folder = Folder("old");
        Execute(One, folder, "lm");
        var info = JsonNode.Parse(File.ReadAllText(folder.Info))!.AsObject();
        Assert.Equal((1, "cpu"), ((int)info["processes"]!, (string)info["device"]!));
        info.Remove("processes");
        info.Remove("device");
        File.WriteAllText(folder.Info, info.ToJsonString());

        Assert.Equal(["vae-1 1", "vae-1 2", "vae-1 3", "vae-1 4"], Steps(One, folder));

        info["device"] = "cuda";
        File.WriteAllText(folder.Info, info.ToJsonString());
        Assert.Contains("made otherwise: --device is cuda there and cpu now.", Refusal(One, folder), StringComparison.Ordinal);
    }

    [Fact]
    public void How_much_is_measured_may_change_but_not_the_seed_that_chose_the_best_model()
    {
        var folder = Folder("seed");
        Execute(One, folder, "lm");

        Assert.Empty(Steps(One + "\n[set]\nevaluation.samples = 3\n", folder, "lm"));
        Assert.Contains("evaluation.seed is 1 there and 2 now.", Refusal(One + "\n[set]\nevaluation.seed = 2\n", folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_run_is_measured_anew_without_its_checkpoints()
    {
        var folder = Folder("tidied");
        Execute(One, folder);
        Directory.Delete(folder.Run("vae-1").Checkpoints, recursive: true);
        Directory.Delete(folder.Run("lm-1").Checkpoints, recursive: true);

        Assert.Empty(Steps(One.Replace("iw = 3", "iw = 5", StringComparison.Ordinal), folder));
        var error = Assert.Throws<DataException>(() => TrainingRun.Resume(recipe: null, Data.Dataset, folder.Run("vae-1")));
        Assert.Equal(
            $"'{folder.Run("vae-1").Path}' has a model and no checkpoint, so its training cannot go on. Use the model as it is, begin another "
            + $"run with its parameters (--start-from), or delete '{folder.Run("vae-1").Model}' to train anew from the first step.",
            error.Message);
    }

    [Fact]
    public void A_run_that_diverges_takes_only_those_with_it_that_start_from_it()
    {
        const string toml = """
            recipe = "vae.toml"
            [[run]]
            name = "wild"
            set = { training.optimizer = "sgd", training.learning_rate = 10, training.clip = 0, training.skip_limit = 1, objective.kl = 1000 }
            [[run]]
            name = "heir"
            start_from = "wild"
            [[run]]
            name = "tame"
            """;
        var notices = new List<string>();
        using var execution = Open(toml, Folder("wild"));
        execution.Progress = new SynchronousProgress<SweepProgress>(progress =>
        {
            if (progress.Notice is { } notice)
                notices.Add($"{progress.Run.Folder}: {notice}");
        });

        var rows = execution.Execute(TestContext.Current.CancellationToken);

        Assert.Equal(["tame"], rows.Select(row => row.Name));
        Assert.Equal(["wild-1", "heir-1"], execution.Failed.Select(failed => failed.Run.Folder));
        Assert.StartsWith("wild-1: The training in ", notices[^2], StringComparison.Ordinal);
        Assert.Equal("heir-1: it starts from 'wild-1', which has failed.", notices[^1]);
    }

    [Fact]
    public void What_goes_on_tells_at_once_how_far_it_is()
    {
        var folder = Folder("stopped");
        using (var cancellation = new CancellationTokenSource())
        using (var first = Open(One, folder, "vae"))
        {
            first.Progress = new SynchronousProgress<SweepProgress>(progress =>
            {
                if (progress.Step?.Step == 2)
                    cancellation.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => first.Execute(cancellation.Token));
        }

        var shares = new List<double>();
        using var second = Open(One, folder, "vae");
        second.Progress = new SynchronousProgress<SweepProgress>(progress => shares.Add(progress.Share));
        second.Execute(TestContext.Current.CancellationToken);

        // Two of its four steps, and the third: as far apart as any two.
        Assert.Equal(2 * (shares[1] - shares[0]), shares[0], 1e-9);
    }

    [Fact]
    public void Rows_of_what_is_chosen_are_published_as_soon_as_they_are_there()
    {
        var file = Temporary["results.json"];
        var published = new List<string>();
        using (var all = SweepExecution.Open(Load(Two), SweepSelection.All, Data.Dataset, Data.Path, Folder("all"), published: file))
        {
            all.Progress = new SynchronousProgress<SweepProgress>(progress =>
            {
                if (progress.Result is not null)
                    published.Add(string.Join(' ', PublishedResults.Read(file).Select(row => $"{row.Name} {string.Join(',', row.Seeds)}")));
            });
            all.Execute(TestContext.Current.CancellationToken);
        }

        Assert.Equal(["tiny-lm 1", "tiny-lm 1 tiny-vae 1", "tiny-lm 1,2 tiny-vae 1", "tiny-lm 1,2 tiny-vae 1,2"], published);
        File.Delete(file);
        using var one = SweepExecution.Open(
            Load(Two), new SweepSelection { Names = ["lm"], Seeds = [2] }, Data.Dataset, Data.Path, Folder("all"), published: file);
        one.Execute(TestContext.Current.CancellationToken);
        Assert.Equal(["tiny-lm"], PublishedResults.Read(file).Select(row => row.Name));
    }

    [Fact]
    public void Seeds_that_are_made_one_after_the_other_are_one_row_in_the_end()
    {
        IReadOnlyList<SummaryRow> Made(long seed, string name)
        {
            using var execution = SweepExecution.Open(
                Load(Two), new SweepSelection { Names = ["vae"], Seeds = [seed] }, Data.Dataset, Data.Path, Folder(name), published: Temporary["r.json"]);
            return execution.Execute(TestContext.Current.CancellationToken);
        }

        var (second, first) = (Assert.Single(Made(2, "b")), Assert.Single(Made(1, "a")));

        var row = Assert.Single(PublishedResults.Read(Temporary["r.json"]));
        Assert.Contains("--only vae --seeds 2 --precision ", second.Command, StringComparison.Ordinal);
        Assert.Contains("--only vae --seeds 1,2 --precision ", row.Command, StringComparison.Ordinal);
        Assert.Equal((first.Figures["kl"] + second.Figures["kl"]) / 2, row.Figures["kl"], 1e-12);
        Assert.Equal(
            $"3 is no seed of the sweep '{Temporary["sweep.toml"]}'. There are 1, 2; add it to `seeds` there.",
            Assert.Throws<RecipeException>(() => Made(3, "c")).Message);
    }

    [Fact]
    public void What_cannot_start_from_another_is_told_before_that_is_trained()
    {
        Assert.Matches(
            "^The run 'second' of the sweep cannot start from 'first': 'decoder\\.recurrence\\.weight_input' is \\[18, 7\\] there and \\[24, 7\\] "
            + "here; .*, and \\d+ more\\. Give both recipes the same sizes and parts\\.$",
            Refusal("""
                recipe = "vae.toml"
                [[run]]
                name = "first"
                [[run]]
                name = "second"
                start_from = "first"
                set = { model.hidden = 8 }
                """, Folder("sizes")));
        Assert.Equal(
            "The run 'second' of the sweep cannot start from 'first': model.posterior is \"delta\" there and \"gaussian\" here. Give both recipes "
            + "the same sizes and parts.",
            Refusal("""
                recipe = "vae.toml"
                [[run]]
                name = "first"
                set = { model.posterior = "delta" }
                [[run]]
                name = "second"
                start_from = "first"
                """, Folder("meanings")));
        Assert.StartsWith(
            "The run 'second' of the sweep cannot be made. training.reset is \"decoder\"",
            Refusal("recipe = \"vae.toml\"\n[[run]]\nname = \"second\"\nset = { training.reset = \"decoder\" }\n", Folder("reset")),
            StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(Temporary["."]));
    }

    private void WriteFirst(string more) => Temporary.Write(
        "first.toml",
        $$"""
        model = { embedding = 5, hidden = 6, latent = 2 }
        training = { batch = 8, steps = 4, evaluate_every = 2 }
        evaluation = { samples = 2, beam = 2 }
        {{more}}
        """);
}
