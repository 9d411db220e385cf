namespace TextVae.Kills;

/// <summary>Kills trainings, and damages the newest checkpoint now and then.</summary>
internal sealed class Killing(Workspace space, Random random) : IDisturbance
{
    private readonly Dictionary<Moment, int> _kills = [];
    private int _unfinishedCheckpoints;
    private int _unfinishedModels;
    private int _cutOff;
    private int _flipped;
    private string? _damaged;

    public string Participle => "killed";

    public string Folder => "kills";

    public async Task<bool> LiveAsync(string run, bool mayDisturb, CancellationToken cancellation)
    {
        using var training = new Training(space, run, cancellation);
        var moment = Moments.Next(random);
        if (mayDisturb && await moment.ReachedAsync(training.Process, space[run], random))
        {
            training.Process.Kill();
            await training.EndAsync();
            _kills[moment] = _kills.GetValueOrDefault(moment) + 1;
            Look(space[run]);
            return true;
        }

        var (exitCode, error) = await training.EndAsync();
        return exitCode == 0 ? false : throw new InvalidOperationException($"textvae ended with {exitCode}: {error}");
    }

    public void Report(TextWriter output)
    {
        output.WriteLine(
            $"{_kills.Values.Sum()} kills: {string.Join(", ", _kills.OrderBy(kill => kill.Key).Select(kill => $"{kill.Key} {kill.Value}"))}");
        output.WriteLine($"caught in the middle: {_unfinishedCheckpoints} checkpoints, {_unfinishedModels} models");
        output.WriteLine($"newest checkpoints damaged on purpose: {_cutOff} cut off, {_flipped} with a flipped bit");
    }

    private void Look(string folder)
    {
        var checkpoints = Leftovers.Checkpoints(folder);
        if (_damaged is not null && (!checkpoints.Contains(_damaged) || Leftovers.IsWhole(_damaged)))
            _damaged = null;
        Leftovers.RequireWhole(folder, _damaged);
        var (checkpoint, model) = Leftovers.Unfinished(folder);
        _unfinishedCheckpoints += checkpoint ? 1 : 0;
        _unfinishedModels += model ? 1 : 0;
        if (_damaged is not null || checkpoints.Length < 2 || random.Next(3) > 0)
            return;
        _damaged = checkpoints[^1];
        if (Damage.Do(_damaged, random))
            _cutOff++;
        else
            _flipped++;
    }
}
