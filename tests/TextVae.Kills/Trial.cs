namespace TextVae.Kills;

/// <summary>Kills trainings until there were enough kills, and compares each that comes to its end.</summary>
internal sealed class Trial(Workspace space, Random random, TextWriter output)
{
    // As often as not in the middle of a write, where there is most to lose.
    private static readonly KillMoment[] Moments =
        [KillMoment.Start, KillMoment.Step, KillMoment.Checkpoint, KillMoment.Checkpoint, KillMoment.Model];

    private readonly Dictionary<KillMoment, int> _kills = [];
    private int _unfinishedCheckpoints;
    private int _unfinishedModels;
    private int _cutOff;
    private int _flipped;
    private string? _damaged;

    private int Kills => _kills.Values.Sum();

    /// <summary>Whether all came to the same.</summary>
    public async Task<bool> RunAsync(int kills, CancellationToken cancellation)
    {
        await space.PrepareAsync(cancellation);
        await Command.RunAsync(space.TrainArguments("whole"), cancellation);
        var whole = Leftovers.Prints(space["whole"]);
        var (runs, differing) = (0, 0);
        while (Kills < kills)
        {
            var run = $"killed-{++runs}";
            var before = Kills;
            _damaged = null;
            while (await LiveAsync(run, mayKill: Kills < kills, cancellation))
            {
            }

            var left = Leftovers.Prints(space[run]);
            string[] differences = [.. left.Except(whole).Concat(whole.Except(left)).Select(print => print.Key).Distinct()];
            differing += differences.Length > 0 ? 1 : 0;
            output.WriteLine(
                $"run {runs}, killed {Kills - before} times: "
                + (differences.Length > 0 ? $"DIFFERS in {string.Join(", ", differences)}" : $"the same {whole.Count} files"));
        }

        output.WriteLine($"{Kills} kills: {string.Join(", ", _kills.OrderBy(kill => kill.Key).Select(kill => $"{kill.Key} {kill.Value}"))}");
        output.WriteLine($"caught in the middle: {_unfinishedCheckpoints} checkpoints, {_unfinishedModels} models");
        output.WriteLine($"newest checkpoints damaged on purpose: {_cutOff} cut off, {_flipped} with a flipped bit");
        output.WriteLine($"never killed: model {whole["model/weights.safetensors"][..16]}…, metrics {whole["metrics.jsonl"][..16]}…");
        output.WriteLine($"{runs - differing} of {runs} killed runs left the same, byte for byte");
        return differing == 0;
    }

    /// <summary>One process from its start to its kill, or to its end.</summary>
    /// <returns>Whether it was killed.</returns>
    private async Task<bool> LiveAsync(string run, bool mayKill, CancellationToken cancellation)
    {
        using var process = Command.Start(space.TrainArguments(run));
        _ = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var moment = Moments[random.Next(Moments.Length)];
        if (mayKill && await moment.ReachedAsync(process, space[run], random))
        {
            process.Kill();
            await process.WaitForExitAsync(cancellation);
            _kills[moment] = _kills.GetValueOrDefault(moment) + 1;
            Look(space[run]);
            return true;
        }

        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? false
            : throw new InvalidOperationException($"textvae ended with {process.ExitCode}: {await error}");
    }

    private void Look(string folder)
    {
        if (_damaged is not null && (!File.Exists(_damaged) || Leftovers.IsWhole(_damaged)))
            _damaged = null;
        Leftovers.RequireWhole(folder, _damaged);
        var (checkpoint, model) = Leftovers.Unfinished(folder);
        _unfinishedCheckpoints += checkpoint ? 1 : 0;
        _unfinishedModels += model ? 1 : 0;
        var checkpoints = Leftovers.Checkpoints(folder);
        if (_damaged is not null || checkpoints.Length < 2 || random.Next(3) > 0)
            return;
        _damaged = checkpoints[^1];
        if (Damage.Do(_damaged, random))
            _cutOff++;
        else
            _flipped++;
    }
}
