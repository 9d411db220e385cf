using System.Text.Json.Nodes;
using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Runs;
using TextVae.Sweeps;

namespace TextVae.Tests.Sweeps;

public sealed class SweepExecutionTests : TinySweeps
{
    [Fact]
    public void Every_run_is_measured_and_the_results_are_means_over_seeds()
    {
        var folder = Folder("all");

        var rows = Execute(Two, folder);

        var document = JsonNode.Parse(File.ReadAllText(folder.Results))!;
        var runs = document["runs"]!.AsArray();
        Assert.Equal(["lm 1", "lm 2", "vae 1", "vae 2"], runs.Select(run => $"{run!["run"]} {run["seed"]}"));
        Assert.Equal(["tiny-lm", "tiny-vae"], rows.Select(row => row.Name));
        Assert.All(rows, row => Assert.Equal([1, 2], row.Seeds));
        foreach (var figure in new[] { "nll_bound", "kl", "nll_iw", "reconstruction_bleu", "label_agreement", "probe_label", "probe_length", "best_step" })
        {
            double[] values = [.. runs.Skip(2).Select(run => (double)run![figure]!)];
            Assert.Equal(values.Average(), rows[1].Figures[figure], 1e-12);
            Assert.Equal(Math.Abs(values[0] - values[1]) / Math.Sqrt(2), rows[1].Figures[$"{figure}_deviation"], 1e-12);
        }

        Assert.Equal((3, 4, 11), (rows[1].Figures["iw_samples"], rows[1].Figures["steps"], rows[1].Figures["sentences"]));
        Assert.DoesNotContain("reconstruction_bleu", rows[0].Figures.Keys);
        Assert.StartsWith("textvae sweep sweep.toml --data DATASET --out DIR --only lm --seeds 1,2 --precision ", rows[0].Command, StringComparison.Ordinal);
        var page = File.ReadAllText(folder.Report);
        Assert.All(["lm-1", "lm-2", "vae-1", "vae-2"], name => Assert.Contains($"<h2><bdi>{name}</bdi></h2>", page, StringComparison.Ordinal));
        Assert.Contains("vae-2 less lm-1", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_interrupted_goes_on_as_if_it_had_not_been()
    {
        var (whole, stopped) = (Folder("whole"), Folder("stopped"));
        Execute(Two, whole);
        using (var cancellation = new CancellationTokenSource())
        using (var first = Open(Two, stopped))
        {
            first.Progress = new SynchronousProgress<SweepProgress>(progress =>
            {
                if (progress is { Run.Folder: "vae-1", Step.Step: 2 })
                    cancellation.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => first.Execute(cancellation.Token));
        }

        var made = new List<string>();
        using (var second = Open(Two, stopped))
        {
            second.Progress = new SynchronousProgress<SweepProgress>(progress =>
            {
                if (progress.Step is { } step)
                    made.Add($"{progress.Run.Folder} {step.Step} of {progress.LastStep}");
            });
            second.Execute(TestContext.Current.CancellationToken);
        }

        Assert.Equal(["vae-1 3 of 4", "vae-1 4 of 4", "lm-2 1 of 4"], made.Take(3));
        Assert.Equal(Figures(whole), Figures(stopped));
        Assert.Empty(Steps(Two, stopped));
    }

    [Fact]
    public void The_share_of_all_work_only_grows()
    {
        var shares = new List<double>();
        using var execution = Open(Two, Folder("shares"));
        execution.Progress = new SynchronousProgress<SweepProgress>(progress => shares.Add(progress.Share));

        execution.Execute(TestContext.Current.CancellationToken);

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
    }

    [Fact]
    public void More_runs_and_seeds_join_those_that_are_finished_and_other_measures_need_no_training()
    {
        var folder = Folder("growing");
        var one = Two.Replace("[1, 2]", "[1]", StringComparison.Ordinal);
        Assert.Equal(["lm-1 1", "lm-1 2", "lm-1 3", "lm-1 4"], Steps(one, folder, "lm"));

        Assert.Equal(["vae-1 1", "vae-1 2", "vae-1 3", "vae-1 4"], Steps(one, folder));
        Assert.Empty(Steps(one.Replace("iw = 3", "iw = 5", StringComparison.Ordinal), folder));
        Assert.Equal(5, (int)JsonNode.Parse(File.ReadAllText(folder.Results))!["summary"]![1]!["iw_samples"]!);
    }

    [Fact]
    public void Texts_are_decoded_as_the_sweep_says()
    {
        var folder = Folder("decoded");
        var one = Two.Replace("[1, 2]", "[1]", StringComparison.Ordinal);
        var before = Execute(one, folder)[1].Figures;

        var row = Execute(one + "\nlength_power = 0.0\nno_repeat_ngram = 1\n", folder)[1];

        using var model = TrainedModel.Load(Temporary["decoded/runs/vae-1"]);
        using var decoding = new DecodingMeasurement(
            model, Data.Dataset, Split.Test,
            new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = 2, LengthPower = 0, NoRepeatNgram = 1 });
        var expected = decoding.Measure(8, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((expected.ReconstructionBleu, expected.Distinct1), (row.Figures["reconstruction_bleu"], row.Figures["distinct_1"]));
        Assert.NotEqual(before["distinct_1"], row.Figures["distinct_1"]);
        Assert.Equal(before["nll_iw"], row.Figures["nll_iw"]);
    }

    [Fact]
    public void A_folder_of_another_sweep_is_refused()
    {
        var folder = Folder("one");
        var one = Two.Replace("[1, 2]", "[1]", StringComparison.Ordinal);
        Execute(one, folder, "lm");

        Assert.Equal(
            $"'{folder.Path}' holds the run 'lm-1', which is none of the sweep '{Temporary["sweep.toml"]}'. Choose another folder with "
            + $"--out, or delete '{Temporary["one/runs/lm-1"]}'.",
            Refusal(one.Replace("\"lm\"\nset", "\"gru\"\nset", StringComparison.Ordinal), folder));
        Assert.Equal(
            $"The run 'lm-1' in '{folder.Path}' was started with another recipe: training.batch is 8 there and 9 now. Choose another "
            + $"folder with --out, or delete '{Temporary["one/runs/lm-1"]}' to run it again.",
            Refusal(one + "\n[set]\ntraining.batch = 9\n", folder));
    }

    [Fact]
    public void Other_data_are_refused()
    {
        var folder = Folder("one");
        Execute(Two, folder, "lm");
        using var other = new TinyDataset(seed: 2, labels: ["down", "up"]);

        Assert.Equal(
            $"The runs in '{folder.Path}' were made otherwise: the dataset is '{Data.Path}' there and '{other.Path}' now. Give the same to "
            + "go on with them, or choose another folder with --out.",
            Assert.Throws<RecipeException>(() => SweepExecution.Open(Load(Two), SweepSelection.All, other.Dataset, other.Path, folder)).Message);
    }

    [Fact]
    public void A_folder_with_anything_else_in_it_is_left_alone()
    {
        Directory.CreateDirectory(Temporary["notes"]);
        Temporary.Write("notes/note", "mine");

        Assert.Equal(
            $"'{Temporary["notes"]}' is not empty and holds no sweep. Choose a new or an empty folder with --out, so that nothing of yours is "
            + "mixed with its files.",
            Refusal(Two, Folder("notes")));
        Assert.Equal(["note"], Directory.EnumerateFileSystemEntries(Temporary["notes"]).Select(Path.GetFileName));
    }

    [Fact]
    public void One_process_at_a_time_works_in_a_folder()
    {
        var folder = Folder("held");
        using var first = Open(Two, folder);

        Assert.Equal(
            $"Another process is training into '{folder.Path}'. Wait for it to end, or choose another folder.", Refusal(Two, folder));
    }

    [Fact]
    public void A_damaged_result_is_named()
    {
        var folder = Folder("damaged");
        Execute(Two, folder, "lm");
        var file = Temporary["damaged/runs/lm-1/result.json"];
        File.WriteAllText(file, "null");

        Assert.Equal(
            $"'{file}' is damaged: it is null. Delete it, and the run is measured again.",
            Assert.Throws<DataException>(() => Execute(Two, folder)).Message);
    }

    private static string Figures(SweepFolder folder)
    {
        var document = JsonNode.Parse(File.ReadAllText(folder.Results))!;
        // Time is what differs.
        var summary = document["summary"]!.AsArray();
        foreach (var row in document["runs"]!.AsArray().Concat(summary).Concat(summary.SelectMany(row => row!["runs"]!.AsArray())))
        {
            row!.AsObject().Remove("seconds");
            row.AsObject().Remove("seconds_deviation");
        }

        return document.ToJsonString();
    }
}
