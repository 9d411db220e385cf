using System.Text.RegularExpressions;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class RunDamageTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_checkpoint_with_a_flipped_bit_is_left_out_and_the_run_ends_as_if_nothing_had_been()
    {
        var whole = _runs.Train("whole");
        var folder = _runs["run"];
        TinyRuns.Kill(_runs.Start("run"), happening => happening is StepDone { Record.Step: 11 });
        var newest = Path.Combine(folder.Checkpoints, "step-000000009.safetensors");
        Flip(newest);

        var notice = Assert.Single(_runs.Finish("run").OfType<Notice>());

        Assert.Matches(
            $"^The safetensors file '{Regex.Escape(newest)}' cannot be used: it was damaged or changed after it was written: its sha256 is "
            + "[0-9a-f]{12}… and was [0-9a-f]{12}…\\. Take an undamaged copy of it\\. The run goes on from the checkpoint before, of "
            + "step 8\\.$",
            notice.Message);
        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(folder.Path));
    }

    [Fact]
    public void A_damaged_checkpoint_does_not_crowd_out_good_ones()
    {
        var folder = _runs.Train("run", "training.evaluate_every=20");
        Flip(Path.Combine(folder.Checkpoints, "step-000000020.safetensors"));

        TinyRuns.Kill(_runs.Resume("run", "training.checkpoint_every=1"), happening => happening is CheckpointSaved { Step: 19 });

        Assert.Equal(["step-000000018.safetensors", "step-000000019.safetensors"], Checkpoints(folder));
    }

    [Fact]
    public void When_no_checkpoint_is_whole_that_is_told_with_what_to_do()
    {
        var folder = _runs.Train("run");
        foreach (var name in Checkpoints(folder))
            Flip(Path.Combine(folder.Checkpoints, name));

        var error = Assert.Throws<DataException>(() => _runs.Resume("run"));

        Assert.StartsWith(
            $"No checkpoint in '{folder.Checkpoints}' can be read. The safetensors file ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($" To train anew from the first step, delete that folder and '{folder.Model}'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_the_log_has_lost_are_told()
    {
        var folder = _runs.Train("run");
        File.WriteAllLines(folder.Metrics, File.ReadAllLines(folder.Metrics).Select((line, i) => i is 3 or 5 ? line[..9] : line));

        var notice = Assert.Single(_runs.Finish("run").OfType<Notice>());

        Assert.Equal(
            $"'{folder.Metrics}' has lost the lines of 2 of the 20 steps made so far. The training is not touched by that, only what is "
            + "drawn from the file.",
            notice.Message);
        Assert.Equal(18 + 5, File.ReadLines(folder.Metrics).Count());
    }

    [Fact]
    public void What_computes_otherwise_than_before_is_told()
    {
        var folder = _runs.Train("run");
        var info = RunInfo.Load(folder);
        (info with { Threads = 64, Versions = new Dictionary<string, string>(info.Versions) { ["libtorch"] = "1.0" } }).Save(folder);

        var notice = Assert.Single(_runs.Finish("run").OfType<Notice>());

        Assert.Equal(
            $"Not everything is as when the run was started: the number of threads was 64 and is {info.Threads}; the version of libtorch "
            + $"was 1.0 and is {info.Versions["libtorch"]}. From here on its numbers may differ in their last digits from those of a run "
            + "that was never stopped.",
            notice.Message);
    }

    [Fact]
    public void Temporary_files_of_a_killed_process_are_gone_when_the_run_goes_on()
    {
        var folder = _runs.Train("run");
        string[] leftovers =
        [
            Path.Combine(folder.Checkpoints, $".step-000000021.safetensors.{Guid.NewGuid():N}.tmp"),
            Path.Combine(folder.Path, $".metrics.jsonl.{Guid.NewGuid():N}.tmp"),
        ];
        foreach (var file in leftovers)
            File.WriteAllText(file, "half");

        _runs.Resume("run").Dispose();

        Assert.DoesNotContain(leftovers, File.Exists);
    }

    [Fact]
    public void A_start_that_was_killed_is_no_obstacle_to_another()
    {
        var folder = _runs["run"];
        _runs.Start("run").Dispose();
        File.Delete(folder.Info);
        File.WriteAllText(Path.Combine(folder.Path, $".run.json.{Guid.NewGuid():N}.tmp"), "{");

        _runs.Train("run", "training.steps=1");

        Assert.Equal(1, Recipe.Load(folder.Recipe).Training.Steps);
    }

    [Fact]
    public void A_recipe_of_the_user_s_own_is_not_written_over()
    {
        var folder = _runs["run"];
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(folder.Recipe, "[model]\n");

        var error = Assert.Throws<RecipeException>(() => _runs.Start("run"));

        Assert.StartsWith($"'{folder.Path}' is not empty and holds no run.", error.Message, StringComparison.Ordinal);
        Assert.Equal("[model]\n", File.ReadAllText(folder.Recipe));
    }

    [Fact]
    public void Nothing_is_written_where_the_run_folder_was()
    {
        var folder = _runs["run"];
        using var run = _runs.Start("run");
        using var events = run.Execute(TestContext.Current.CancellationToken).GetEnumerator();
        while (events.MoveNext() && events.Current is not StepDone { Record.Step: 1 })
        {
        }

        // What a disk that is no longer mounted leaves: an empty folder of the same name.
        Directory.Move(folder.Path, folder.Path + "-gone");
        Directory.CreateDirectory(folder.Path);
        var error = Assert.Throws<TextVaeException>(() =>
        {
            while (events.MoveNext())
            {
            }
        });

        Assert.Equal(
            $"'{folder.Info}' is not there any more, so nothing is written to '{folder.Path}'. See whether the folder was deleted or its "
            + "disk is no longer mounted, then go on from the last checkpoint with --resume.",
            error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^100] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private static string[] Checkpoints(RunFolder folder) =>
        [.. Directory.EnumerateFiles(folder.Checkpoints).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
