using TextVae.Cli.Tests.Commands;

namespace TextVae.Cli.Tests;

/// <summary>Trainings on a disk of memory that fills up, is read-only or goes away, in a name space of mounts of their own.</summary>
public sealed class DiskTests : IDisposable
{
    private static readonly string[] Settings =
    [
        "--set", "model.embedding=16", "--set", "model.hidden=64", "--set", "training.batch=16", "--set", "training.evaluate_every=4",
        "--set", "training.checkpoint_every=4", "--threads", "1",
    ];

    private readonly Workspace _space = new();

    private string Disk => _space["disk"];

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task A_full_disk_ends_a_training_with_1_and_loses_nothing()
    {
        var data = await _space.PrepareAsync();
        var recipe = _space.Write("r.toml", "");
        Assert.Equal(0, (await Run.Of(
            ["train", recipe, "--data", data, "--out", _space["whole"], .. Settings, "--set", "training.steps=12"])).ExitCode);

        // Four fifths of a checkpoint are free.
        var run = await OnDiskAsync($"""
            textvae train '{recipe}' --data '{data}' --out '{Disk}/run' {Set(Settings)} --set training.steps=4 >/dev/null 2>&1
            dd if=/dev/zero of='{Disk}/ballast' bs=4k 2>/dev/null
            truncate -s -$(( $(stat -c %s '{Disk}'/run/checkpoints/step-000000004.safetensors) * 4 / 5 )) '{Disk}/ballast'
            textvae train --out '{Disk}/run' --resume --set training.steps=12 >/dev/null; echo "full: $?"
            ls '{Disk}/run'; ls -A '{Disk}/run/checkpoints'
            rm '{Disk}/ballast'
            textvae train --out '{Disk}/run' --resume --set training.steps=12 >/dev/null 2>&1; echo "freed: $?"
            cp -r '{Disk}/run' '{_space["run"]}'
            """);

        Assert.Matches(
            $"\\Aerror: '{Disk}/run/(checkpoints/step-000000008.safetensors|.model.next|.model.next/[a-z.]+)' cannot be written: the disk is full\\. "
            + "Free some space, then start again; a training goes on with --resume\\.\n\\z",
            run.Error);
        Assert.Equal(
            $"""
            full: 1
            checkpoints
            metrics.jsonl
            model
            recipe.toml
            run.json
            step-000000004.safetensors
            freed: 0

            """,
            run.Output);
        foreach (var file in new[] { "checkpoints/step-000000012.safetensors", "model/weights.safetensors", "model/config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(_space["whole"], file)), File.ReadAllBytes(Path.Combine(_space["run"], file)));
    }

    [Fact]
    public async Task A_read_only_disk_is_told()
    {
        await _space.TrainAsync("run");

        var run = await OnDiskAsync($"""
            cp -r '{_space["run"]}' '{Disk}/run'
            mount -o remount,ro '{Disk}'
            textvae train --out '{Disk}/run' --resume --set training.steps=4; echo "again: $?"
            textvae synth --out '{Disk}/corpus' --reviews 10; echo "synth: $?"
            textvae prepare '{_space["texts.txt"]}' --out '{Disk}/data'; echo "prepare: $?"
            textvae report '{_space["run"]}' --out '{Disk}/page'; echo "report: $?"
            textvae reproduce --data '{_space["data"]}' --out '{Disk}/paper'; echo "reproduce: $?"
            """);

        string Told(string file) => $"error: '{Disk}/{file}' cannot be written: the file system is read-only. Choose another folder, or have "
            + "the disk mounted for writing, then start again; a training goes on with --resume.\n";
        Assert.Equal(Told("run/.lock") + Told("corpus") + Told("data") + Told("page") + Told("paper"), run.Error);
        Assert.Equal("again: 1\nsynth: 1\nprepare: 1\nreport: 1\nreproduce: 1\n", run.Output);
    }

    /// <summary>Room for nothing, for the first files, and for nearly all.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(160)]
    public async Task What_a_full_disk_has_no_room_for_is_not_left_in_parts(int kibibytes)
    {
        var texts = _space.Write("many.txt", string.Concat(Enumerable.Range(0, 8_000).Select(i => $"good food {i % 9} and bad wine\n")));

        var run = await OnDiskAsync($"""
            dd if=/dev/zero of='{Disk}/ballast' bs=4k 2>/dev/null
            truncate -s -{kibibytes}K '{Disk}/ballast'
            textvae synth --out '{Disk}/new/corpus' --reviews 1000; echo "synth: $?"
            textvae prepare '{texts}' --out '{Disk}/new/data'; echo "prepare: $?"
            ls -A '{Disk}'
            rm '{Disk}/ballast'
            textvae synth --out '{Disk}/new/corpus' --reviews 1000 >/dev/null 2>&1; echo "freed: $?"
            textvae prepare '{texts}' --out '{Disk}/new/data' >/dev/null 2>&1; echo "freed: $?"
            """);

        string Told(string file) =>
            $"error: '{Disk}/{file}' cannot be written: the disk is full. Free some space, then start again; a training goes on with --resume.\n";
        Assert.Equal(Told("new/corpus") + Told("new/data"), run.Error);
        Assert.Equal("synth: 1\nprepare: 1\nballast\nfreed: 0\nfreed: 0\n", run.Output);
    }

    [Fact]
    public async Task A_disk_that_goes_away_ends_a_training_with_1_and_nothing_is_written_in_its_place()
    {
        var data = await _space.PrepareAsync();
        var recipe = _space.Write("r.toml", "");

        var run = await OnDiskAsync($"""
            textvae train '{recipe}' --data '{data}' --out '{Disk}/run' {Set(Settings)} --set training.steps=100000 --set training.patience=0 >/dev/null 2>'{_space["error"]}' &
            until ls '{Disk}'/run/checkpoints/step-* >/dev/null 2>&1; do sleep 0.05; kill -0 $! || exit 9; done
            umount -l '{Disk}'
            wait $!; echo "gone: $?"
            ls -A '{Disk}'
            """);

        Assert.Equal(("gone: 1\n", ""), (run.Output, run.Error));
        // It is found out before a file is written, or by the file that is being written.
        Assert.Matches(
            $"\nerror: '{Disk}/run/(run.json' is not there any more, so nothing is written to '{Disk}/run'. See whether the folder was deleted "
            + "or its disk is no longer mounted, then go on from the last checkpoint with --resume"
            + "|[^']+' cannot be written: its folder is not there\\. See whether the folder was deleted or its disk is no longer mounted, "
            + "then start again; a training goes on with --resume)\\.\n\\z",
            "\n" + File.ReadAllText(_space["error"]));
    }

    /// <summary>Runs a script that has the command as `textvae`, and a small disk of memory that only it sees.</summary>
    private async Task<Run> OnDiskAsync(string script)
    {
        Directory.CreateDirectory(Disk);
        var head = $"""
            textvae() {"{"} dotnet '{CommandProcess.Assembly}' "$@"; {"}"}
            mount -t tmpfs -o size=8m none '{Disk}' || exit 99

            """;
        Run? run = null;
        // As root a name space of mounts is enough; for others it takes one of users too, where the system allows it.
        foreach (var options in new[] { "-m", "-rm" })
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has name spaces of mounts.");
            using var process = CommandProcess.StartProgram("unshare", options, "sh", "-c", head + script);
            run = await process.EndAsync();
            if (run.ExitCode == 0)
                return run;
        }

        Assert.SkipWhen(
            run!.Error.Contains("unshare", StringComparison.Ordinal) || run.ExitCode == 99,
            $"This user may not mount a disk of memory: {run.Error}");
        return run;
    }

    private static string Set(IEnumerable<string> settings) => string.Join(' ', settings);
}
